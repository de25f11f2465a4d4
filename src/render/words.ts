import { pickWords } from './locale.ts'

/** Words that mails, feeds and Markdown add to the owner's own. Pages have `http/views/words.ts`. */
export interface MailWords {
  viewInBrowser: string
  by: (names: string) => string
  /** Stands after the titles in the inbox line. */
  andMore: (count: number) => string
  moreLinks: string
  unsubscribe: string
  preferences: string
  archive: string
  untitled: string
  /** Below an issue whose links lead over our own address. */
  clicksCounted: string
  /** Beside a link whose page is not there any more. */
  pageGone: string
  archivedCopy: string
  ignoreIfNotYou: string
  ignoreLogin: string
  ignoreData: string
  /** Button of the welcome mail once there is an issue. */
  readLatest: string
  linkFallback: string
  confirm: LetterWords & { after: string }
  welcome: LetterWords
  goodbye: LetterWords
  address: LetterWords
  moved: LetterWords
  data: LetterWords
  login: LetterWords
  invite: LetterWords
  test: LetterWords
  responses: LetterWords
  /** Why the owner gets it. */
  responsesWhy: string
}

/** A service mail: one sentence, one button. */
interface LetterWords {
  subject: (name: string) => string
  preheader: string
  /** `minutes` is how long a login link works; of responses, how many wait. */
  text: (name: string, minutes: number) => string
  button: string
}

const en: MailWords = {
  viewInBrowser: 'View in browser',
  by: (names) => `by ${names}`,
  andMore: (count) => `and ${count} more`,
  moreLinks: 'More links',
  unsubscribe: 'Unsubscribe',
  preferences: 'Preferences',
  archive: 'All issues',
  untitled: 'Untitled',
  clicksCounted: 'Clicks on links are counted, but not whose.',
  pageGone: 'This page is not there any more.',
  archivedCopy: 'Archived copy',
  ignoreIfNotYou: 'If this was not you, do nothing. You will not hear from us again.',
  ignoreLogin: 'If you did not ask for this, do nothing: without the link nobody gets in.',
  ignoreData:
    'If you did not ask for this, do nothing: nothing is shown or deleted without the link.',
  readLatest: 'Read the latest issue',
  linkFallback: 'If the button does not work, open this address:',
  confirm: {
    subject: (name) => `Please confirm: ${name}`,
    preheader:
      'One press of a button and you are on the list. Nothing is sent to you before that, and nothing if you ignore this.',
    text: (name) =>
      `Somebody, probably you, entered this address to get ${name} by mail once a month. Press the button to say yes.`,
    button: 'Confirm subscription',
    after:
      'The page that opens asks once more, because some mail programs open every link they see.',
  },
  welcome: {
    subject: (name) => `You are on the list of ${name}`,
    preheader:
      'The next issue comes to this address when it is out. Until then there is an archive to read, and you can leave at any time.',
    text: (name) => `Thank you. The next issue of ${name} comes to this address when it is out.`,
    button: 'Go to the archive',
  },
  goodbye: {
    subject: (name) => `You have left the list of ${name}`,
    preheader:
      'This address gets no further issues. If you did not mean to leave, one press of a button puts you back on the list.',
    text: (name) =>
      `This address gets no further issues of ${name}. If you did not mean to leave, you can come back.`,
    button: 'Come back',
  },
  address: {
    subject: (name) => `Please confirm your new address: ${name}`,
    preheader:
      'One press of a button and the issues come to this address in place of the old one. If you ignore this, nothing changes.',
    text: (name) =>
      `A reader of ${name}, probably you, wants to get it at this address. Press the button to say yes.`,
    button: 'Confirm this address',
  },
  moved: {
    subject: (name) => `${name} now goes to another address`,
    preheader:
      'The issues do not come to this address any more. If you did not ask for that, one press of a button puts it back.',
    text: (name) =>
      `As asked, ${name} does not come to this address any more. If that was not you, put it back within 30 days.`,
    button: 'Put this address back',
  },
  data: {
    subject: (name) => `Your data at ${name}`,
    preheader:
      'A page with all that is kept about you, to download or to delete. The link works for an hour and is for you alone.',
    text: (name) =>
      `Press the button to see what ${name} keeps about you, to download it or to have it deleted. The link works for an hour.`,
    button: 'Show my data',
  },
  login: {
    subject: (name) => `Log in to ${name}`,
    preheader:
      'The link works once and for a short time. If you did not ask for it, ignore this mail: without the link nobody gets in.',
    text: (_, minutes) =>
      `Press the button to log in. The link works once, and for ${minutes} minutes.`,
    button: 'Log in',
  },
  invite: {
    subject: (name) => `Come and work on ${name}`,
    preheader:
      'The link in this mail lets you in. It works once, and for seven days. If you did not expect it, ignore this mail.',
    text: (name) =>
      `You are invited to work on ${name}. Press the button to come in and to choose a password. The link works once, and for seven days.`,
    button: 'Come in',
  },
  test: {
    subject: (name) => `It works: ${name}`,
    preheader:
      'This mail came the way your issues will go. There is nothing to do, unless it lies in the spam folder: then look at the settings.',
    text: (name) =>
      `This mail came the way the issues of ${name} will go. Should it lie in the spam folder, the settings say what to do about it.`,
    button: 'Back to the rooms',
  },
  responses: {
    subject: (name) => `Responses wait: ${name}`,
    preheader:
      'Comments and mentions of your issues wait to be read. Nothing of them is public until you say so, and at most one such mail is sent a day.',
    text: (name, count) =>
      count === 1
        ? `One response to ${name} waits for you. It is public once you approve it.`
        : `${count} responses to ${name} wait for you. Each is public once you approve it.`,
    button: 'Read them',
  },
  responsesWhy: 'At most one of these a day; the settings of the responses end them.',
}

const de: MailWords = {
  viewInBrowser: 'Im Browser lesen',
  by: (names) => `von ${names}`,
  andMore: (count) => `und ${count} weitere`,
  moreLinks: 'Weitere Links',
  unsubscribe: 'Abmelden',
  preferences: 'Einstellungen',
  archive: 'Alle Ausgaben',
  untitled: 'Ohne Titel',
  clicksCounted: 'Klicks auf Links werden gezählt, aber nicht, von wem.',
  pageGone: 'Diese Seite gibt es nicht mehr.',
  archivedCopy: 'Archivierte Kopie',
  ignoreIfNotYou: 'Wenn Sie das nicht waren, tun Sie nichts. Sie hören dann nicht mehr von uns.',
  ignoreLogin:
    'Wenn Sie das nicht angefordert haben, tun Sie nichts: ohne den Link kommt niemand hinein.',
  ignoreData:
    'Wenn Sie das nicht angefordert haben, tun Sie nichts: ohne den Link wird nichts gezeigt und nichts gelöscht.',
  readLatest: 'Neueste Ausgabe lesen',
  linkFallback: 'Wenn die Schaltfläche nicht geht, öffnen Sie diese Adresse:',
  confirm: {
    subject: (name) => `Bitte bestätigen: ${name}`,
    preheader:
      'Ein Knopfdruck, und Sie stehen auf der Liste. Vorher schicken wir nichts, und gar nichts, wenn Sie nicht antworten.',
    text: (name) =>
      `Jemand, vermutlich Sie selbst, hat diese Adresse eingetragen, um ${name} einmal im Monat per Mail zu bekommen. Ein Knopfdruck genügt als Zustimmung.`,
    button: 'Abonnement bestätigen',
    after:
      'Die Seite fragt noch einmal nach, denn manche Mailprogramme öffnen jeden Link von selbst.',
  },
  welcome: {
    subject: (name) => `Sie stehen auf der Liste von ${name}`,
    preheader:
      'Die nächste Ausgabe kommt an diese Adresse. Bis dahin gibt es ein Archiv, und abmelden können Sie sich jederzeit.',
    text: (name) => `Danke. Die nächste Ausgabe von ${name} kommt an diese Adresse.`,
    button: 'Zum Archiv',
  },
  goodbye: {
    subject: (name) => `Sie sind von der Liste von ${name} gestrichen`,
    preheader:
      'An diese Adresse kommt keine Ausgabe mehr. War das ein Versehen, sind Sie mit einem Knopfdruck wieder dabei.',
    text: (name) =>
      `An diese Adresse kommt keine Ausgabe von ${name} mehr. War das ein Versehen, können Sie zurückkommen.`,
    button: 'Zurückkommen',
  },
  address: {
    subject: (name) => `Bitte bestätigen Sie Ihre neue Adresse: ${name}`,
    preheader:
      'Ein Knopfdruck, und die Ausgaben kommen an diese Adresse statt an die alte. Wenn Sie nichts tun, ändert sich nichts.',
    text: (name) =>
      `Jemand, der ${name} liest, vermutlich Sie selbst, möchte es an diese Adresse bekommen. Ein Knopfdruck genügt.`,
    button: 'Adresse bestätigen',
  },
  moved: {
    subject: (name) => `${name} geht jetzt an eine andere Adresse`,
    preheader:
      'An diese Adresse kommen keine Ausgaben mehr. Wenn Sie das nicht wollten, macht ein Knopfdruck es rückgängig.',
    text: (name) =>
      `Wie gewünscht kommt ${name} nicht mehr an diese Adresse. Waren Sie das nicht, machen Sie es innerhalb von 30 Tagen rückgängig.`,
    button: 'Wieder an diese Adresse',
  },
  data: {
    subject: (name) => `Ihre Daten bei ${name}`,
    preheader:
      'Eine Seite mit allem, was über Sie gespeichert ist, zum Herunterladen oder Löschen. Der Link gilt eine Stunde, nur für Sie.',
    text: (name) =>
      `Ein Knopfdruck zeigt, was ${name} über Sie speichert: zum Herunterladen oder Löschen. Der Link gilt eine Stunde.`,
    button: 'Meine Daten zeigen',
  },
  login: {
    subject: (name) => `Anmelden bei ${name}`,
    preheader:
      'Der Link gilt einmal und nur kurz. Haben Sie ihn nicht angefordert, löschen Sie diese Mail: ohne ihn kommt niemand hinein.',
    text: (_, minutes) =>
      `Ein Knopfdruck meldet Sie an. Der Link gilt einmal und ${minutes} Minuten lang.`,
    button: 'Anmelden',
  },
  invite: {
    subject: (name) => `Arbeiten Sie mit an ${name}`,
    preheader:
      'Der Link in dieser Mail lässt Sie hinein. Er gilt einmal und sieben Tage lang. Haben Sie ihn nicht erwartet, tun Sie nichts.',
    text: (name) =>
      `Sie sind eingeladen, an ${name} mitzuarbeiten. Ein Knopfdruck lässt Sie hinein; dort wählen Sie ein Passwort. Der Link gilt einmal und sieben Tage lang.`,
    button: 'Hineingehen',
  },
  test: {
    subject: (name) => `Es geht: ${name}`,
    preheader:
      'Diese Mail kam auf dem Weg, den Ihre Ausgaben nehmen. Zu tun ist nichts, außer sie liegt im Spam: dann sehen Sie in die Einstellungen.',
    text: (name) =>
      `Diese Mail kam auf dem Weg, den die Ausgaben von ${name} nehmen. Liegt sie im Spam, sagen die Einstellungen, was zu tun ist.`,
    button: 'Zurück zu den Räumen',
  },
  responses: {
    subject: (name) => `Antworten warten: ${name}`,
    preheader:
      'Kommentare und Erwähnungen Ihrer Ausgaben warten darauf, gelesen zu werden. Nichts davon ist öffentlich, bevor Sie zustimmen; höchstens eine solche Mail am Tag.',
    text: (name, count) =>
      count === 1
        ? `Eine Antwort auf ${name} wartet auf Sie. Öffentlich wird sie, wenn Sie zustimmen.`
        : `${count} Antworten auf ${name} warten auf Sie. Öffentlich wird jede, wenn Sie zustimmen.`,
    button: 'Lesen',
  },
  responsesWhy: 'Höchstens eine solche Mail am Tag; die Einstellungen der Antworten beenden sie.',
}

export function mailWords(locale: string): MailWords {
  return pickWords({ en, de }, locale)
}
