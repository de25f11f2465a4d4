/**
 * Whether a host can be a public web site at all, told from its spelling alone.
 *
 * In: `URL.hostname`, so numbers in any notation are dotted already. Out: what is wrong, or null.
 * A name that only resolves to an inside address is caught when it is fetched.
 */
import ipaddr from 'ipaddr.js'

const INSIDE_SUFFIXES = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'home.arpa',
]

/** Ports that browsers refuse to open: mail, chat, file sharing (Fetch standard, "bad port"); then databases and remote desktops. */
const REFUSED_PORTS = new Set(
  '0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6379 6566 6665 6666 6667 6668 6669 6679 6697 10080 1433 1521 2375 2376 3306 3389 5432 5900 6379 6380 9042 11211 27017'.split(
    ' ',
  ),
)

export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // Outside 2000::/3 nothing is routed, and ::/96 hides IPv4 addresses.
  return parsed.kind() === 'ipv4' || ((parsed as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1
}

export function problemOfHost(hostname: string): string | null {
  const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
  if (host === '') return 'The address has no host.'
  const isIpv6 = host.startsWith('[')
  if (isIpv6 || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) {
    return isPublicAddress(isIpv6 ? host.slice(1, -1) : host)
      ? null
      : 'That address belongs to a private network. Use one that everybody can open.'
  }
  const labels = host.split('.')
  if (!labels.every((label) => /^[a-z0-9_-]{1,63}$/.test(label)) || host.length > 253) {
    return 'The name of the host is not a valid domain name. Check it for typing errors.'
  }
  if (INSIDE_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) {
    return 'That address belongs to a private network. Use one that everybody can open.'
  }
  if (labels.length === 1) {
    return 'The host has no domain, like "example.org". Use an address that everybody can open.'
  }
  return null
}

export function problemOfPort(port: string): string | null {
  return REFUSED_PORTS.has(port)
    ? `Port ${port} is not for web pages. Remove it or use another one.`
    : null
}
