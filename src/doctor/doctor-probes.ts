/** What only a process with sockets and a disk can look at. */
export interface DoctorProbes {
  /** Connects as sending does. Throws when that fails. */
  smtpTls?(): Promise<TlsState>
  dataDir?(): Promise<DiskState>
  /** Logs in to the mailbox of bounces. Throws when that fails. */
  bounceMailbox?(): Promise<void>
  /** Why the replica for public pages is not read from; null while it is. */
  replicaProblem?(): Promise<string | null>
}

export interface TlsState {
  host: string
  isEncrypted: boolean
  /** End of the server's certificate; null without one. */
  validTo: Date | null
  /** A password goes over this connection. */
  hasLogin: boolean
}

export interface DiskState {
  path: string
  isWritable: boolean
  /** Null where the system does not say. */
  freeBytes: number | null
}
