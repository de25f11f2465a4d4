export { detectFormat, IMPORT_FORMATS, type ImportFormat } from './detect-format.ts'
export {
  type ImportedLink,
  type ImportedPart,
  type ImportedSource,
  type ImportRow,
  mergeImportedLinks,
} from './imported-link.ts'
export { type ReadImportOptions, readImport } from './read-import.ts'
