import type { WebhookDeliveryState, WebhookEvent } from '../../../../domain/webhook.ts'
import { pickWords } from '../../../../render/locale.ts'

/** Words of the pages about webhooks. */
export interface WebhooksWords {
  lead: string
  none: string
  add: string
  addTitle: string
  url: string
  urlHint: string
  name: string
  nameHint: string
  events: string
  eventsMissing: string
  groups: Record<'link' | 'issue' | 'subscriber', string>
  eventNames: Record<WebhookEvent, string>
  ping: string
  madeTitle: string
  madeText: string
  secret: string
  rotate: string
  rotateHint: string
  rotatedTitle: string
  rotatedText: string
  back: string
  isOn: string
  isOff: string
  offBecause: (reason: string) => string
  /** A row of the list: what it is told. */
  allEvents: string
  someEvents: (count: number) => string
  lastTaken: (time: string) => string
  neverTaken: string
  failingSince: (time: string) => string
  waiting: (count: number) => string
  test: string
  turnOff: string
  turnOn: string
  save: string
  change: string
  remove: string
  removeHint: string
  deliveries: string
  deliveriesLead: string
  noDeliveries: string
  states: Record<WebhookDeliveryState, string>
  answered: (status: number) => string
  attempts: (count: number) => string
  nextTry: (time: string) => string
  again: string
  againNamed: (what: string, time: string) => string
  payload: string
  older: string
  did: Record<'changed' | 'on' | 'off' | 'removed' | 'taken' | 'refused', string>
}

const en: WebhooksWords = {
  lead: 'A webhook tells a program of yours at once what happens here: a link is saved, an issue goes out, a reader joins. Each message is signed.',
  none: 'No program is told anything yet.',
  add: 'Add webhook',
  addTitle: 'New webhook',
  url: 'Address',
  urlHint: 'Where your program takes the messages. It starts with https://.',
  name: 'Name',
  nameHint: 'For yourself, for example “Rebuild the blog”.',
  events: 'What it is told',
  eventsMissing: 'Choose at least one thing to tell.',
  groups: { link: 'Links', issue: 'Issues', subscriber: 'Readers' },
  eventNames: {
    'link.saved': 'saved',
    'link.enriched': 'page read',
    'issue.drafted': 'drafted',
    'issue.scheduled': 'scheduled',
    'issue.paused': 'paused',
    'issue.sent': 'sent',
    'subscriber.created': 'added',
    'subscriber.confirmed': 'confirmed',
    'subscriber.unsubscribed': 'left',
    'subscriber.bounced': 'bounced',
    'subscriber.complained': 'complained',
  },
  ping: 'test message',
  madeTitle: 'The webhook is added.',
  madeText:
    'Copy its secret now: your program checks the signatures with it, and it is not shown again.',
  secret: 'Secret',
  rotate: 'Make a new secret',
  rotateHint: 'The old one signs too for 24 hours; made twice, it ends at once.',
  rotatedTitle: 'There is a new secret.',
  rotatedText: 'For 24 hours messages are signed with the old one as well.',
  back: 'Webhooks',
  isOn: 'On',
  isOff: 'Off',
  offBecause: (reason) => `It is switched off and told nothing. ${reason}`,
  allEvents: 'is told everything',
  someEvents: (count) => (count === 1 ? 'is told one thing' : `is told ${count} things`),
  lastTaken: (time) => `last taken ${time}`,
  neverTaken: 'nothing taken yet',
  failingSince: (time) =>
    `Nothing is taken since ${time}. It is tried again for five days, then switched off.`,
  waiting: (count) => (count === 1 ? '1 message waits' : `${count} messages wait`),
  test: 'Send a test message',
  turnOff: 'Switch off',
  turnOn: 'Switch on',
  save: 'Save',
  change: 'Change it',
  remove: 'Remove webhook',
  removeHint: 'Messages that wait are lost.',
  deliveries: 'Last messages',
  deliveriesLead: 'Kept for 30 days. What is not taken is sent again, with the same id.',
  noDeliveries: 'Nothing has happened since it was added.',
  states: { pending: 'Waits', delivered: 'Taken', failed: 'Given up' },
  answered: (status) => `answered ${status}`,
  attempts: (count) => (count === 1 ? '1 try' : `${count} tries`),
  nextTry: (time) => `next try ${time}`,
  again: 'Send again',
  againNamed: (what, time) => `Send again: ${what}, ${time}`,
  payload: 'What was sent',
  older: 'Older messages',
  did: {
    changed: 'Saved.',
    on: 'It is on. What waited is sent now.',
    off: 'It is off.',
    removed: 'The webhook is removed.',
    taken: 'Your program took the message.',
    refused: 'Your program did not take the message. What it said stands below.',
  },
}

const de: WebhooksWords = {
  lead: 'Ein Webhook sagt einem Programm von Ihnen sofort, was hier geschieht: Ein Link ist gespeichert, eine Ausgabe geht hinaus, jemand abonniert. Jede Nachricht ist signiert.',
  none: 'Noch erfährt kein Programm etwas.',
  add: 'Webhook hinzufügen',
  addTitle: 'Neuer Webhook',
  url: 'Adresse',
  urlHint: 'Wo Ihr Programm die Nachrichten annimmt. Sie beginnt mit https://.',
  name: 'Name',
  nameHint: 'Für Sie selbst, zum Beispiel „Blog neu bauen“.',
  events: 'Was es erfährt',
  eventsMissing: 'Wählen Sie mindestens eines davon.',
  groups: { link: 'Links', issue: 'Ausgaben', subscriber: 'Leser' },
  eventNames: {
    'link.saved': 'gespeichert',
    'link.enriched': 'Seite gelesen',
    'issue.drafted': 'entworfen',
    'issue.scheduled': 'geplant',
    'issue.paused': 'angehalten',
    'issue.sent': 'verschickt',
    'subscriber.created': 'hinzugefügt',
    'subscriber.confirmed': 'bestätigt',
    'subscriber.unsubscribed': 'gegangen',
    'subscriber.bounced': 'unzustellbar',
    'subscriber.complained': 'beschwert',
  },
  ping: 'Testnachricht',
  madeTitle: 'Der Webhook ist hinzugefügt.',
  madeText:
    'Kopieren Sie jetzt das Geheimnis: Damit prüft Ihr Programm die Signaturen. Es wird nicht noch einmal gezeigt.',
  secret: 'Geheimnis',
  rotate: 'Neues Geheimnis machen',
  rotateHint: 'Das alte signiert noch 24 Stunden mit; zweimal gemacht, endet es sofort.',
  rotatedTitle: 'Es gibt ein neues Geheimnis.',
  rotatedText: '24 Stunden lang sind Nachrichten auch mit dem alten signiert.',
  back: 'Webhooks',
  isOn: 'An',
  isOff: 'Aus',
  offBecause: (reason) => `Er ist abgeschaltet und erfährt nichts. ${reason}`,
  allEvents: 'erfährt alles',
  someEvents: (count) => (count === 1 ? 'erfährt eines' : `erfährt ${count} Dinge`),
  lastTaken: (time) => `zuletzt angenommen ${time}`,
  neverTaken: 'noch nichts angenommen',
  failingSince: (time) =>
    `Seit ${time} wird nichts angenommen. Fünf Tage lang wird es wieder versucht, dann abgeschaltet.`,
  waiting: (count) => (count === 1 ? '1 Nachricht wartet' : `${count} Nachrichten warten`),
  test: 'Testnachricht schicken',
  turnOff: 'Abschalten',
  turnOn: 'Anschalten',
  save: 'Speichern',
  change: 'Ändern',
  remove: 'Webhook entfernen',
  removeHint: 'Wartende Nachrichten gehen verloren.',
  deliveries: 'Letzte Nachrichten',
  deliveriesLead:
    '30 Tage aufgehoben. Was nicht angenommen wird, kommt mit derselben Kennung noch einmal.',
  noDeliveries: 'Seit er da ist, ist nichts geschehen.',
  states: { pending: 'Wartet', delivered: 'Angenommen', failed: 'Aufgegeben' },
  answered: (status) => `Antwort ${status}`,
  attempts: (count) => (count === 1 ? '1 Versuch' : `${count} Versuche`),
  nextTry: (time) => `nächster Versuch ${time}`,
  again: 'Noch einmal schicken',
  againNamed: (what, time) => `Noch einmal schicken: ${what}, ${time}`,
  payload: 'Was geschickt wurde',
  older: 'Ältere Nachrichten',
  did: {
    changed: 'Gespeichert.',
    on: 'Er ist an. Was wartete, wird jetzt geschickt.',
    off: 'Er ist aus.',
    removed: 'Der Webhook ist entfernt.',
    taken: 'Ihr Programm hat die Nachricht angenommen.',
    refused: 'Ihr Programm hat die Nachricht nicht angenommen. Was es sagte, steht unten.',
  },
}

export const webhooksWords = (locale: string) => pickWords({ en, de }, locale)
