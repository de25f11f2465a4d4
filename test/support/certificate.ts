import { createPrivateKey, type KeyObject, sign } from 'node:crypto'

/** One DER value (X.690): tag, length, content. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const n = content.length
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const SHA256_WITH_RSA = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05))
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'))

/** RFC 5280 §4.2.1.6; strict clients look nowhere else. */
function alternativeName(host: string): Buffer {
  const names = sequence(der(0x82, Buffer.from(host)))
  return sequence(der(0x06, Buffer.from('551d11', 'hex')), der(0x04, names))
}

/** A self-signed X.509 certificate, PEM. */
export function makeCertificate(options: {
  publicKey: KeyObject
  privateKey: KeyObject | string
  name: string
  from: Date
  to: Date
}): string {
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(options.name)))))
  const time = (at: Date) =>
    der(
      0x17,
      Buffer.from(
        `${at
          .toISOString()
          .replace(/\.\d+|[-:T]/g, '')
          .slice(2)}`,
      ),
    )
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    SHA256_WITH_RSA,
    name,
    sequence(time(options.from), time(options.to)),
    name,
    options.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(alternativeName(options.name))),
  )
  const key =
    typeof options.privateKey === 'string'
      ? createPrivateKey(options.privateKey)
      : options.privateKey
  const signature = sign('sha256', body, key)
  const bytes = sequence(body, SHA256_WITH_RSA, der(0x03, Buffer.from([0]), signature))
  const lines = bytes.toString('base64').replace(/.{1,64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`
}
