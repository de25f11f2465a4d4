import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './postgres.ts'

export interface CuttableProxy {
  /** The address given, through the proxy. */
  url: string
  /** Breaks every connection and takes none for so long. */
  cut(ms: number): Promise<void>
  close(): Promise<void>
}

/** Stands before a server on this machine, as the network does. */
export async function startCuttableProxy(behind: string): Promise<CuttableProxy> {
  const target = new URL(behind)
  const port = await freePort()
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((socket) => {
    if (isCut) return void socket.destroy()
    const onward = connect(Number(target.port), target.hostname)
    for (const end of [socket, onward]) {
      sockets.add(end)
      end.setNoDelay(true)
      end.on('error', () => undefined)
      end.on('close', () => {
        sockets.delete(end)
        socket.destroy()
        onward.destroy()
      })
    }
    socket.pipe(onward).pipe(socket)
  })
  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: Object.assign(new URL(behind), { hostname: '127.0.0.1', port: String(port) }).href,
    async cut(ms) {
      isCut = true
      breakAll()
      await new Promise((resolve) => setTimeout(resolve, ms))
      isCut = false
    },
    close() {
      breakAll()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
