import type { AccessWords } from './words.ts'

export const de: AccessWords = {
  refusedTitle: 'So weit reicht Ihre Rolle nicht',
  refusedText: (names) =>
    names === ''
      ? 'Das darf, wem die Veröffentlichung gehört; dort bekommen Sie auch eine andere Rolle.'
      : `Das darf ${names}; dort bekommen Sie auch eine andere Rolle.`,
  goBack: 'Zurück zu Ihren Räumen',
  ownerSends: 'An die Leser sendet nur, wer die Rolle „Inhaber“ hat.',
  proveTitle: 'Sind Sie es?',
  proveText:
    'Dieser Schritt wiegt schwerer als andere, und Ihre Anmeldung ist älter als 15 Minuten. Melden Sie sich noch einmal an, dann geht es hier weiter.',

  passkeyLogIn: 'Mit Passkey anmelden',
  passkeyUnknown: 'Dieser Passkey ist hier nicht bekannt.',
  passkeyFailed:
    'Der Passkey konnte nicht gelesen werden. Versuchen Sie es noch einmal oder auf anderem Weg.',
  codeTitle: 'Nun der Code',
  codeText:
    'Geben Sie die sechs Ziffern ein, die Ihre Authentifizierungs-App zeigt. Ein Wiederherstellungscode geht auch.',
  code: 'Code',
  codeWrong:
    'Dieser Code stimmt nicht oder wurde schon benutzt. Nehmen Sie den nächsten, den die App zeigt.',
  codeOver: 'Das hat zu lange gedauert. Bitte melden Sie sich noch einmal an.',
  codeLost: 'Weder App noch Wiederherstellungscodes? Auf dem Server schaltet dies den Code ab:',

  passkeysTitle: 'Passkeys',
  passkeysText:
    'Ein Schlüssel in Ihrem Telefon, Ihrem Rechner oder Ihrem Passwortspeicher. Er lässt Sie mit einer Berührung oder PIN hinein, ohne Passwort und Code.',
  noPasskey: 'Noch keiner.',
  addPasskey: 'Passkey anlegen',
  passkeyName: 'Name',
  passkeyNameHint: 'Wo er liegt, z. B. „Laptop“.',
  passkeyNameMissing: 'Geben Sie ihm einen Namen, damit Sie ihn später erkennen.',
  newPasskeyText: 'Ein Druck auf den Knopf, und Ihr Browser fragt, wo er ihn ablegen soll.',
  needsScript: 'Dies braucht Skript. Ohne bleiben die anderen Wege hinein.',
  browserCannot:
    'Dieser Browser bietet hier keine Passkeys. Sie brauchen einen aktuellen Browser und https oder localhost.',
  notAdded: 'Es wurde nichts angelegt: Der Browser hat abgebrochen. Versuchen Sie es noch einmal.',
  passkeyAdded: 'Der Passkey ist angelegt.',
  passkeyRemoved:
    'Der Passkey ist entfernt. Löschen Sie ihn auch in Ihrem Gerät oder Passwortspeicher.',
  addedOn: (day) => `angelegt am ${day}`,
  lastUsed: (time) => `zuletzt benutzt ${time}`,
  neverUsed: 'nie benutzt',
  remove: 'Entfernen',
  removeNamed: (name) => `${name} entfernen`,

  appTitle: 'Code aus einer App',
  appText:
    'Zusätzlich zu Passwort oder Anmeldelink ein Code aus sechs Ziffern, den eine Authentifizierungs-App auf Ihrem Telefon erzeugt. Wer nur Ihr Passwort kennt, kommt nicht hinein.',
  appSince: (day) => `An seit ${day}.`,
  codesLeft: (count) =>
    count === 0
      ? 'Es ist kein Wiederherstellungscode übrig.'
      : count === 1
        ? 'Ein Wiederherstellungscode ist übrig.'
        : `${count} Wiederherstellungscodes sind übrig.`,
  turnOn: 'Einschalten',
  turnOff: 'Ausschalten',
  renew: 'Neue Wiederherstellungscodes',
  setupTitle: 'Code einschalten',
  setupScan: 'Richten Sie eine Authentifizierungs-App auf dieses Bild.',
  qrLabel: 'QR-Code mit dem Geheimnis für Ihre App',
  setupType: 'Keine Kamera? Geben Sie dieses Geheimnis in die App ein:',
  setupCode: 'Der Code, den die App jetzt zeigt',
  setupWrong:
    'Dieser Code gehört nicht zu diesem Geheimnis. Nehmen Sie den, den die App jetzt zeigt.',
  recoveryTitle: 'Bewahren Sie diese Codes auf',
  recoveryText:
    'Jeder lässt Sie einmal hinein, wenn die App nicht zur Hand ist. Sie stehen nur dieses Mal hier: Drucken Sie sie, oder legen Sie sie an einen sicheren Ort.',
  recoveryKept: 'Ich habe sie aufbewahrt',
  offTitle: 'Code ausschalten',
  offText:
    'Geben Sie ein letztes Mal einen Code ein. Danach genügt das Passwort oder ein Anmeldelink.',
  renewText:
    'Geben Sie einen Code der App ein. Die bisherigen Wiederherstellungscodes gelten dann nicht mehr.',
  isOff: 'Der Code ist ausgeschaltet.',

  methods: { password: 'mit Passwort', link: 'mit Link', passkey: 'mit Passkey' },
  since: (time) => `seit ${time}`,

  people: 'Personen',
  peopleText: 'Wer hineindarf, und was sie dürfen.',
  roles: { owner: 'Inhaber', editor: 'Redaktion', collector: 'Sammler' },
  roleHints: {
    collector: 'Speichert Links und schreibt Notizen.',
    editor: 'Macht auch Ausgaben, prüft und testet sie, pflegt Quellen. Sendet nichts.',
    owner: 'Alles: Senden, Leser, Einstellungen, Tokens, Personen.',
  },
  role: 'Rolle',
  roleOf: (name) => `Rolle von ${name}`,
  saveRole: 'Speichern',
  saveRoleOf: (name) => `Rolle von ${name} speichern`,
  you: 'Sie',
  invited: 'eingeladen, noch nicht da gewesen',
  lastHere: (time) => `letzte Anmeldung ${time}`,
  inviteAgain: 'Noch einmal einladen',
  inviteAgainNamed: (name) => `Noch einmal einladen: ${name}`,
  inviteTitle: 'Jemanden einladen',
  inviteEmailHint: 'Dorthin geht die Einladung. Ihr Link gilt einmal und sieben Tage lang.',
  name: 'Name',
  nameHint: 'Wie ihn die Geschichte einer Ausgabe zeigt. Er darf leer bleiben.',
  saveName: 'Namen speichern',
  nameSaved: 'Ihr Name ist gespeichert.',
  youAre: (email, role) =>
    email === null ? `Ihre Rolle: ${role}.` : `Ihre Adresse: ${email}. Ihre Rolle: ${role}.`,
  invite: 'Einladen',
  didInvite: (name) => `Die Einladung an ${name} ist unterwegs.`,
  didChange: 'Die Rolle ist geändert.',
  didRemove: 'Entfernt. Alle Anmeldungen und Tokens dieser Person sind beendet.',
  removeTitle: (name) => `${name} entfernen?`,
  removeText:
    'Alle Anmeldungen dieser Person enden sofort, auch die Tokens, die sie erstellt hat. Was sie gespeichert und geschrieben hat, bleibt. Andere Tokens, die sie kennt, gelten weiter, bis Sie sie widerrufen.',
  removeSure: 'Entfernen',
  keep: 'Behalten',
  problems: {
    known: 'Jemand hier hat diese Adresse schon.',
    lastOwner: 'Sonst hat niemand die Rolle „Inhaber“. Geben Sie sie erst einer anderen Person.',
    role: 'Wählen Sie eine Rolle.',
    hereBefore: 'Diese Person war schon da und kann sich selbst anmelden.',
    mail: (reply) =>
      `Die Person steht auf der Liste, aber die Einladung wurde nicht angenommen: ${reply} Richten Sie die Mail ein, dann „Noch einmal einladen“.`,
  },
}
