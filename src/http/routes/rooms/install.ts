import { knownLocale } from '../../../render/locale.ts'
import { newRoomRouter } from '../../rooms.ts'
import { appIcons, roomAssets } from '../../views/rooms/assets.ts'
import type { RoomParts } from './parts.ts'

/** What a phone needs to install the save window and to show it in its share sheet. */
export function installRoutes({ site }: RoomParts) {
  const router = newRoomRouter().get('/manifest.webmanifest', async (c) => {
    const { publication } = await site()
    return c.body(JSON.stringify(manifest(publication)), 200, {
      'content-type': 'application/manifest+json; charset=utf-8',
      'cache-control': 'public, max-age=3600',
    })
  })
  for (const { path, body, contentType } of roomAssets)
    router.get(path, (c) =>
      c.body(body, 200, {
        'content-type': contentType,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    )
  return router
}

/** W3C Web Application Manifest, with the share target of the Web Share Target draft. */
function manifest({ name, locale }: { name: string; locale: string }) {
  const icon = (src: string, size: number, purpose: string) => ({
    src,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  })
  return {
    id: '/admin',
    name,
    short_name: name,
    lang: knownLocale(locale),
    start_url: '/admin',
    scope: '/',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#ffffff',
    icons: [
      icon(appIcons.small.path, 192, 'any'),
      icon(appIcons.large.path, 512, 'any'),
      icon(appIcons.maskable.path, 512, 'maskable'),
    ],
    share_target: {
      action: '/save',
      method: 'GET',
      enctype: 'application/x-www-form-urlencoded',
      params: { title: 'title', text: 'text', url: 'url' },
    },
  }
}
