import { passkeyScript } from './access/passkey-script.ts'
import { ACCESS_CSS } from './access/styles.ts'
import { autosaveScript } from './autosave-script.ts'
import { CLICKS_CSS } from './clicks/styles.ts'
import { HOLD_CSS } from './hold/styles.ts'
import { appleTouch180, icon192, icon512, maskable512 } from './icon-images.ts'
import { HISTORY_CSS } from './issues/history-styles.ts'
import { issueScript } from './issues/script.ts'
import { ISSUES_CSS } from './issues/styles.ts'
import { JOBS_CSS } from './jobs/styles.ts'
import { keysScript } from './keys/script.ts'
import { KEYS_CSS } from './keys/styles.ts'
import { linksScript } from './links/script.ts'
import { LINKS_CSS } from './links/styles.ts'
import { OVERVIEW_CSS } from './overview/styles.ts'
import { POSTS_CSS } from './posts/styles.ts'
import { RESPONSES_ROOM_CSS } from './responses/styles.ts'
import { RHYTHM_CSS } from './rhythm/styles.ts'
import { type RoomAsset, roomAsset, scriptAsset } from './room-asset.ts'
import { ROOM_SCRIPT } from './script.ts'
import { sendingScript } from './sending/script.ts'
import { SENDING_CSS } from './sending/styles.ts'
import { lookScript } from './settings/look-script.ts'
import { LOOK_CSS } from './settings/look-styles.ts'
import { settingsScript } from './settings/script.ts'
import { SETTINGS_CSS } from './settings/styles.ts'
import { START_CSS } from './start/styles.ts'
import { ROOM_CSS } from './styles.ts'
import { SUBSCRIBERS_CSS } from './subscribers/styles.ts'
import { WEBHOOKS_CSS } from './webhooks/styles.ts'

const png = (name: string, base64: string) =>
  roomAsset(name, 'image/png', Uint8Array.from(Buffer.from(base64, 'base64')))

/** One file for all rooms; each room's part stands in a file beside its views. */
const css = [
  ROOM_CSS,
  LINKS_CSS,
  ISSUES_CSS,
  HISTORY_CSS,
  SENDING_CSS,
  RHYTHM_CSS,
  SETTINGS_CSS,
  LOOK_CSS,
  JOBS_CSS,
  OVERVIEW_CSS,
  HOLD_CSS,
  SUBSCRIBERS_CSS,
  START_CSS,
  ACCESS_CSS,
  CLICKS_CSS,
  KEYS_CSS,
  POSTS_CSS,
  RESPONSES_ROOM_CSS,
  WEBHOOKS_CSS,
]

export const roomStyles = roomAsset(
  'rooms.css',
  'text/css; charset=utf-8',
  css
    .join('\n')
    .replace(/\s*\n\s*/g, '\n')
    .trim(),
)
export const roomScript = scriptAsset('rooms.js', ROOM_SCRIPT)
export const appIcons = {
  small: png('app-192.png', icon192),
  large: png('app-512.png', icon512),
  maskable: png('app-maskable.png', maskable512),
  apple: png('app-apple.png', appleTouch180),
}

/** What is served under /assets/ for the rooms: a room's own script is listed here as well. */
export const roomAssets: RoomAsset[] = [
  roomStyles,
  roomScript,
  autosaveScript,
  linksScript,
  issueScript,
  keysScript,
  sendingScript,
  settingsScript,
  passkeyScript,
  lookScript,
  ...Object.values(appIcons),
]
