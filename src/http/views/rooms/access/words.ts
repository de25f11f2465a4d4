import type { LoginMethod, Role } from '../../../../domain/account.ts'
import { pickWords } from '../../../../render/locale.ts'
import { de } from './words-de.ts'
import { en } from './words-en.ts'

/** Words of logging in beyond the password, and of the people who may. */
export interface AccessWords {
  refusedTitle: string
  /** `names` of the owners, joined; empty when none has one. */
  refusedText: (names: string) => string
  goBack: string
  ownerSends: string
  proveTitle: string
  proveText: string

  passkeyLogIn: string
  passkeyUnknown: string
  passkeyFailed: string
  codeTitle: string
  codeText: string
  code: string
  codeWrong: string
  codeOver: string
  codeLost: string

  passkeysTitle: string
  passkeysText: string
  noPasskey: string
  addPasskey: string
  passkeyName: string
  passkeyNameHint: string
  passkeyNameMissing: string
  newPasskeyText: string
  needsScript: string
  browserCannot: string
  notAdded: string
  passkeyAdded: string
  passkeyRemoved: string
  addedOn: (day: string) => string
  lastUsed: (time: string) => string
  neverUsed: string
  remove: string
  removeNamed: (name: string) => string

  appTitle: string
  appText: string
  appSince: (day: string) => string
  codesLeft: (count: number) => string
  turnOn: string
  turnOff: string
  renew: string
  setupTitle: string
  setupScan: string
  qrLabel: string
  setupType: string
  setupCode: string
  setupWrong: string
  recoveryTitle: string
  recoveryText: string
  recoveryKept: string
  offTitle: string
  offText: string
  renewText: string
  isOff: string

  methods: Record<LoginMethod, string>
  since: (time: string) => string

  people: string
  peopleText: string
  roles: Record<Role, string>
  roleHints: Record<Role, string>
  role: string
  roleOf: (name: string) => string
  saveRole: string
  saveRoleOf: (name: string) => string
  you: string
  invited: string
  lastHere: (time: string) => string
  inviteAgain: string
  inviteAgainNamed: (name: string) => string
  inviteTitle: string
  inviteEmailHint: string
  name: string
  nameHint: string
  saveName: string
  nameSaved: string
  youAre: (email: string | null, role: string) => string
  invite: string
  didInvite: (name: string) => string
  didChange: string
  didRemove: string
  removeTitle: (name: string) => string
  removeText: string
  removeSure: string
  keep: string
  problems: {
    known: string
    lastOwner: string
    role: string
    hereBefore: string
    mail: (reply: string) => string
  }
}

export function accessWords(locale: string): AccessWords {
  return pickWords({ en, de }, locale)
}
