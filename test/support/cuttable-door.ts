import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** A door before a server that can be shut: what goes through it breaks, and nothing new comes in. */
export interface CuttableDoor {
  port: number
  /** Shut for so long. */
  cut(ms: number): Promise<void>
  close(): Promise<void>
}

export async function openDoor(target: { host: string; port: number }): Promise<CuttableDoor> {
  const open = new Set<Socket>()
  let isShut = false
  const server = createServer((near) => {
    if (isShut) {
      near.destroy()
      return
    }
    const far = connect(target)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const breakAll = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    async cut(ms) {
      isShut = true
      breakAll()
      await new Promise((resolve) => setTimeout(resolve, ms))
      isShut = false
    },
    close() {
      breakAll()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
