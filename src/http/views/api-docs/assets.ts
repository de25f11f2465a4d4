import { roomAsset, scriptAsset } from '../rooms/room-asset.ts'
import { API_DOCS_SCRIPT } from './script.ts'
import { API_DOCS_CSS } from './styles.ts'

export const apiDocsStyles = roomAsset('api-docs.css', 'text/css; charset=utf-8', API_DOCS_CSS)
export const apiDocsScript = scriptAsset('api-docs.js', API_DOCS_SCRIPT)
