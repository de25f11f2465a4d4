import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** The size that pages announce for their preview picture. */
const width = 1200
const height = 630

/** A plain picture whose two colours follow from `name`, so that pages look apart. */
export function samplePng(name: string): Buffer {
  const hash = createHash('sha256').update(name).digest()
  const row = Buffer.alloc(1 + width) // filter byte, then one palette index a pixel
  row.fill(1, 1 + Math.floor(width * (0.3 + (hash[6] ?? 0) / 640)))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8) // eight bits, palette
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', hash.subarray(0, 6)),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}
