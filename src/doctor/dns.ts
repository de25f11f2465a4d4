/**
 * What is asked of name servers. No record is an empty answer; servers that do not answer, or
 * with an error of their own, throw.
 */
export interface Dns {
  /** TXT records, the strings of each joined. */
  txt(name: string): Promise<string[]>
  /** Hosts that take mail, best first; a null MX (RFC 7505) is ['']. */
  mx(name: string): Promise<string[]>
  /** Does the name have an address (A or AAAA)? */
  hasAddress(name: string): Promise<boolean>
}
