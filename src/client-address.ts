/**
 * Who asks, for limits by network.
 *
 * A proxy tells whom it speaks for in X-Forwarded-For; so can anybody else. The header therefore
 * counts only as far as TRUST_PROXY reaches: each proxy adds the address it was called from at the
 * end, so that the last ones come from our own proxies and those before them from a stranger.
 */
import ipaddr from 'ipaddr.js'

/** How many proxies stand in front, or in which networks they are (at least one). */
export type TrustedProxies = number | Network[]
type Network = [ipaddr.IPv4 | ipaddr.IPv6, number]

const MOST_PROXIES = 10

/** `1`, or networks like `10.0.0.0/8, ::1`; 0 is none. Undefined for what is neither. */
export function readTrustedProxies(text: string): TrustedProxies | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= MOST_PROXIES ? Number(text) : undefined
  const networks: Network[] = []
  for (const item of text.split(/[\s,]+/).filter(Boolean)) {
    const network = readNetwork(item)
    if (!network) return undefined
    networks.push(network)
  }
  return networks.length > 0 ? networks : undefined
}

/**
 * In: the address of the socket, the header as it came, and what the setting says. Out: the
 * address of the client, without a port; that of the socket wherever the header cannot be trusted.
 */
export function findClientAddress(
  socketAddress: string,
  forwardedFor: string | undefined,
  trusted: TrustedProxies,
): string {
  if (trusted === 0 || forwardedFor === undefined) return socketAddress
  const told = forwardedFor.split(',').map((hop) => readAddress(hop.trim()))
  if (typeof trusted === 'number') return told.at(-trusted) ?? socketAddress
  let address = socketAddress
  while (told.length > 0 && isIn(trusted, address)) {
    const next = told.pop()
    // What a trusted proxy wrote is no address: whoever it was came over that proxy.
    if (next === undefined) break
    address = next
  }
  return address
}

function isIn(networks: Network[], address: string): boolean {
  const plain = address.replace(/%.*$/, '')
  if (!ipaddr.isValid(plain)) return false
  const parsed = ipaddr.process(plain)
  return networks.some(([base, bits]) =>
    parsed instanceof ipaddr.IPv4
      ? base instanceof ipaddr.IPv4 && parsed.match(base, bits)
      : base instanceof ipaddr.IPv6 && parsed.match(base, bits),
  )
}

/** `1.2.3.4`, `1.2.3.4:5678`, `::1` or `[::1]:5678`; undefined for anything else. */
function readAddress(text: string): string | undefined {
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(text)?.[1] ?? text
  if (!bare.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return undefined
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : undefined
}

function readNetwork(text: string): Network | undefined {
  const [, base = '', bits] = /^([\d.]+|[\da-f:.]*:[\da-f:.]*)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
  const address = readAddress(base)
  if (address === undefined) return undefined
  const parsed = ipaddr.parse(address)
  const most = parsed.kind() === 'ipv4' ? 32 : 128
  const length = bits === undefined ? most : Number(bits)
  return length <= most ? [parsed, length] : undefined
}
