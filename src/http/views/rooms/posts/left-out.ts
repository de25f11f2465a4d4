import { germanOf, isGerman, type SentencePair } from '../../../../domain/german-sentences.ts'

/** As they are stored with a post that was read. */
const REASONS: SentencePair[] = [
  [
    '"{1}" is an address within the old site. Give the old address of the post.',
    '„{1}“ ist eine Adresse innerhalb der alten Website. Geben Sie die alte Adresse des Beitrags an.',
  ],
  ['An issue holds {1} links.', 'Eine Ausgabe fasst {1} Links.'],
  [
    'Text under "{1}" that belongs to no link. Put it into the intro or a note.',
    'Text unter „{1}“, der zu keinem Link gehört. Setzen Sie ihn in die Einleitung oder eine Notiz.',
  ],
  [
    'Text that belongs to no link. Put it into the intro or a note.',
    'Text, der zu keinem Link gehört. Setzen Sie ihn in die Einleitung oder eine Notiz.',
  ],
  [
    'Only addresses that start with https:// or http:// can be saved.',
    'Nur Adressen, die mit https:// oder http:// beginnen, lassen sich speichern.',
  ],
  [
    'The address holds a user name or password. Remove everything before the @.',
    'Die Adresse enthält einen Benutzernamen oder ein Passwort. Entfernen Sie alles vor dem @.',
  ],
  ['The address has no host.', 'Die Adresse hat keinen Host.'],
  [
    'The name of the host is not a valid domain name. Check it for typing errors.',
    'Der Name des Hosts ist kein gültiger Domainname. Prüfen Sie ihn auf Tippfehler.',
  ],
  [
    'That address belongs to a private network. Use one that everybody can open.',
    'Diese Adresse gehört zu einem privaten Netz. Nehmen Sie eine, die alle öffnen können.',
  ],
  [
    'The host has no domain, like "example.org". Use an address that everybody can open.',
    'Der Host hat keine Domain wie „example.org“. Nehmen Sie eine Adresse, die alle öffnen können.',
  ],
  [
    'Port {1} is not for web pages. Remove it or use another one.',
    'Port {1} ist nicht für Webseiten. Entfernen Sie ihn oder nehmen Sie einen anderen.',
  ],
  [
    'That is no web address. Start with https://',
    'Das ist keine Webadresse. Beginnen Sie mit https://',
  ],
]

const inGerman = germanOf(REASONS)

/** Why something of an old post has no place in an issue, in the language of the rooms. */
export function leftOutReasonIn(locale: string, reason: string): string {
  return isGerman(locale) ? inGerman(reason) : reason
}
