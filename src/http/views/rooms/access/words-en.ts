import type { AccessWords } from './words.ts'

export const en: AccessWords = {
  refusedTitle: 'Your role does not reach here',
  refusedText: (names) =>
    names === ''
      ? 'An owner can do this, or give you another role.'
      : `An owner can do this, or give you another role: ${names}.`,
  goBack: 'Back to your rooms',
  ownerSends: 'Only an owner sends to readers.',
  proveTitle: 'Is it you?',
  proveText:
    'This step weighs more than others, and your login is older than 15 minutes. Log in once more, and it goes on from here.',

  passkeyLogIn: 'Log in with a passkey',
  passkeyUnknown: 'This passkey is not known here.',
  passkeyFailed: 'The passkey could not be read. Try again, or take another way in.',
  codeTitle: 'Now the code',
  codeText: 'Type the six digits that your authenticator app shows. A recovery code does as well.',
  code: 'Code',
  codeWrong: 'That code is wrong, or it was used before. Take the next one that the app shows.',
  codeOver: 'That took too long. Please log in again.',
  codeLost: 'Neither app nor recovery codes? On the server, this takes the code away:',

  passkeysTitle: 'Passkeys',
  passkeysText:
    'A key in your phone, your computer or your password store. It lets you in by a touch or a PIN, without password and code.',
  noPasskey: 'None yet.',
  addPasskey: 'Add a passkey',
  passkeyName: 'Name',
  passkeyNameHint: 'Where you keep it, e.g. “Laptop”.',
  passkeyNameMissing: 'Give it a name, so that you know it later.',
  newPasskeyText: 'Press the button, and your browser asks where to keep it.',
  needsScript: 'This needs script. Without it, the other ways to log in stay.',
  browserCannot:
    'This browser offers no passkeys here. They need a current browser, and https or localhost.',
  notAdded: 'Nothing was added: the browser broke it off. Try again.',
  passkeyAdded: 'The passkey is added.',
  passkeyRemoved: 'The passkey is removed. Take it out of your device or password store as well.',
  addedOn: (day) => `added on ${day}`,
  lastUsed: (time) => `last used ${time}`,
  neverUsed: 'never used',
  remove: 'Remove',
  removeNamed: (name) => `Remove ${name}`,

  appTitle: 'Code from an app',
  appText:
    'Beside a password or a mailed link, a code of six digits that an authenticator app on your phone makes. Whoever only knows your password does not get in.',
  appSince: (day) => `On since ${day}.`,
  codesLeft: (count) =>
    count === 0
      ? 'No recovery code is left.'
      : count === 1
        ? 'One recovery code is left.'
        : `${count} recovery codes are left.`,
  turnOn: 'Turn on',
  turnOff: 'Turn off',
  renew: 'New recovery codes',
  setupTitle: 'Turn on the code',
  setupScan: 'Point an authenticator app at this picture.',
  qrLabel: 'QR code with the secret for your app',
  setupType: 'No camera? Type this secret into the app:',
  setupCode: 'The code that the app shows now',
  setupWrong: 'That code does not belong to this secret. Take the one that the app shows now.',
  recoveryTitle: 'Keep these recovery codes',
  recoveryText:
    'Each lets you in once when the app is not at hand. They are shown only this time: print them, or copy them to a safe place.',
  recoveryKept: 'I have kept them',
  offTitle: 'Turn off the code',
  offText: 'Type a code for the last time. After that, password or mailed link alone let you in.',
  renewText: 'Type a code of the app. The recovery codes you have now stop working.',
  isOff: 'The code is turned off.',

  methods: { password: 'by password', link: 'by link', passkey: 'by passkey' },
  since: (time) => `since ${time}`,

  people: 'People',
  peopleText: 'Who may come in, and what they may do.',
  roles: { owner: 'Owner', editor: 'Editor', collector: 'Collector' },
  roleHints: {
    collector: 'Saves links and writes notes.',
    editor: 'Also makes issues, checks and tests them, and looks after sources. Sends nothing.',
    owner: 'Everything: sending, readers, settings, tokens, people.',
  },
  role: 'Role',
  roleOf: (name) => `Role of ${name}`,
  saveRole: 'Save',
  saveRoleOf: (name) => `Save the role of ${name}`,
  you: 'you',
  invited: 'invited, not here yet',
  lastHere: (time) => `last login ${time}`,
  inviteAgain: 'Invite again',
  inviteAgainNamed: (name) => `Invite again: ${name}`,
  inviteTitle: 'Invite somebody',
  inviteEmailHint: 'The invitation goes there. Its link works once, and for seven days.',
  name: 'Name',
  nameHint: 'As the history of an issue shows it. It may stay empty.',
  saveName: 'Save name',
  nameSaved: 'Your name is saved.',
  youAre: (email, role) =>
    email === null ? `Your role: ${role}.` : `Your address: ${email}. Your role: ${role}.`,
  invite: 'Invite',
  didInvite: (name) => `The invitation to ${name} is on its way.`,
  didChange: 'The role is changed.',
  didRemove: 'Removed. Their logins and their tokens have ended.',
  removeTitle: (name) => `Remove ${name}?`,
  removeText:
    'Their logins end at once, and the tokens that they made. What they saved and wrote stays. Other tokens that they know go on working until you revoke them.',
  removeSure: 'Remove',
  keep: 'Keep',
  problems: {
    known: 'Somebody here has that address already.',
    lastOwner: 'This is the last owner. Make somebody else an owner first.',
    role: 'Choose a role.',
    hereBefore: 'They have been here before and can log in by themselves.',
    mail: (reply) =>
      `They are on the list, but the invitation was not taken: ${reply} Repair the mail, then press “Invite again”.`,
  },
}
