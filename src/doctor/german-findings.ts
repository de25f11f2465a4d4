import { germanOf, isGerman, type SentencePair } from '../domain/german-sentences.ts'
import type { Finding } from './finding.ts'

/**
 * What the checks say, in German. The checks themselves speak English, to the API and the command
 * line as to the log; here each of their sentences has its German one. `{1}` stands for what a
 * sentence names: a host, a record, the words of a server, or another sentence. A sentence without
 * a German one is shown as it is.
 */
const SENTENCES: SentencePair[] = [
  // The mail server.
  [
    'Mail goes to the outbox folder as files; nobody gets any. SMTP_URL changes that.',
    'Mails werden Dateien im Ordner outbox; niemand bekommt eine. SMTP_URL ändert das.',
  ],
  ['Mail goes to the outbox.', 'Mails werden Dateien im Ordner outbox.'],
  ['The mail server takes our login.', 'Der Mailserver nimmt unsere Anmeldung an.'],
  [
    'Look at host, port, user and password in SMTP_URL (% in them is written %25).',
    'Prüfen Sie Host, Port, Name und Passwort in SMTP_URL (ein % darin wird %25 geschrieben).',
  ],
  ['There is no connection.', 'Es gibt keine Verbindung.'],
  ['There is no connection to look at.', 'Es gibt keine Verbindung, die man ansehen könnte.'],
  ['The connection to {1} is not encrypted.', 'Die Verbindung zu {1} ist nicht verschlüsselt.'],
  [
    'Use smtps:// (port 465), or a server that offers STARTTLS.',
    'Nehmen Sie smtps:// (Port 465) oder einen Server, der STARTTLS anbietet.',
  ],
  ['Encrypted to {1}.', 'Verschlüsselt bis {1}.'],
  [
    'The certificate of {1} ends in {2} days, {3}.',
    'Das Zertifikat von {1} endet in {2} Tagen, am {3}.',
  ],
  ['Whoever runs the mail server must renew it.', 'Wer den Mailserver betreibt, muss es erneuern.'],
  ['Encrypted. {1}', 'Verschlüsselt. {1}'],
  ['Look at the certificate of the mail server.', 'Prüfen Sie das Zertifikat des Mailservers.'],

  // The replica.
  ['Public pages are read from the replica.', 'Öffentliche Seiten werden aus der Replik gelesen.'],
  [
    'The replica is behind; the database itself is read.',
    'Die Replik ist im Rückstand; gelesen wird die Datenbank selbst.',
  ],
  [
    'The replica is away; the database itself is read. {1}',
    'Die Replik ist nicht erreichbar; gelesen wird die Datenbank selbst. {1}',
  ],
  [
    'Look at DATABASE_READ_URL and at the replication of your PostgreSQL.',
    'Prüfen Sie DATABASE_READ_URL und die Replikation Ihres PostgreSQL.',
  ],

  // SPF.
  ['{1} has no SPF record.', '{1} hat keinen SPF-Eintrag.'],
  [
    'Add a TXT record to {1}: "{2}", with what your mail provider tells you to include.',
    'Legen Sie einen TXT-Eintrag für {1} an: "{2}", mit dem, was Ihr Mailanbieter zu „include“ angibt.',
  ],
  [
    '{1} has {2} SPF records; receivers then ignore all of them.',
    '{1} hat {2} SPF-Einträge; Empfänger beachten dann keinen.',
  ],
  [
    'Join them into one TXT record: one "v=spf1" at its start, one "all" at its end.',
    'Fassen Sie sie zu einem TXT-Eintrag zusammen: ein "v=spf1" am Anfang, ein "all" am Ende.',
  ],
  [
    'SPF of {1} needs {2} look-ups; receivers stop at {3} and ignore it.',
    'SPF von {1} braucht {2} Abfragen; Empfänger hören bei {3} auf und beachten ihn nicht.',
  ],
  [
    'Take out "include", "a" and "mx" of services that do not send for you any more.',
    'Nehmen Sie "include", "a" und "mx" von Diensten heraus, die nicht mehr für Sie senden.',
  ],
  [
    'SPF of {1} ends in "+all": it lets everybody send as you.',
    'SPF von {1} endet auf "+all": damit darf jeder in Ihrem Namen senden.',
  ],
  ['End it in "~all".', 'Lassen Sie ihn auf "~all" enden.'],
  ['SPF of {1} has no "all" at its end.', 'SPF von {1} hat kein "all" am Ende.'],
  ['SPF of {1} does not name {2} (include:{3}).', 'SPF von {1} nennt {2} nicht (include:{3}).'],
  [
    'Add it, unless {1} uses a return path of its own for you.',
    'Fügen Sie es hinzu, außer {1} nimmt für Sie einen eigenen Rückweg.',
  ],
  ['{1}: {2} ({3} of {4} look-ups)', '{1}: {2} ({3} von {4} Abfragen)'],
  ['{1} includes itself.', '{1} verweist auf sich selbst.'],
  ['"{1}" is no SPF term.', '"{1}" ist kein SPF-Ausdruck.'],
  ['"{1}" names no domain.', '"{1}" nennt keine Domain.'],
  ['"{1}" holds no {2} address.', '"{1}" enthält keine {2}-Adresse.'],
  ['"{1}" in {2} has something after "all".', '"{1}" in {2} hat etwas hinter "all".'],
  ['"{1}" leads to no SPF records.', '"{1}" führt zu keinem SPF-Eintrag.'],
  ['"{1}" leads to several SPF records.', '"{1}" führt zu mehreren SPF-Einträgen.'],
  ['SPF of {1}: {2}', 'SPF von {1}: {2}'],
  ['Correct the TXT record.', 'Berichtigen Sie den TXT-Eintrag.'],

  // DKIM.
  ['There is no DKIM key at {1}.', 'Unter {1} steht kein DKIM-Schlüssel.'],
  ['There are {1} records at {2}.', 'Unter {2} stehen {1} Einträge.'],
  ['Keep the one with your key.', 'Behalten Sie den mit Ihrem Schlüssel.'],
  ['The record at {1} is no DKIM key.', 'Der Eintrag unter {1} ist kein DKIM-Schlüssel.'],
  [
    'The DKIM key at {1} is withdrawn (empty p=).',
    'Der DKIM-Schlüssel unter {1} ist zurückgezogen (leeres p=).',
  ],
  [
    'The DKIM key at {1} is another one than DKIM_PRIVATE_KEY.',
    'Der DKIM-Schlüssel unter {1} ist ein anderer als DKIM_PRIVATE_KEY.',
  ],
  [
    'Add a TXT record to {1}: "{2}", or set the private key that belongs to the record.',
    'Legen Sie einen TXT-Eintrag für {1} an: "{2}", oder setzen Sie den privaten Schlüssel, der zum Eintrag gehört.',
  ],
  ['The record at {1} does not allow SHA-256.', 'Der Eintrag unter {1} erlaubt SHA-256 nicht.'],
  ['Take {1} out of it.', 'Nehmen Sie {1} heraus.'],
  [
    'The DKIM key has {1} bits; receivers ignore it.',
    'Der DKIM-Schlüssel hat {1} Bit; Empfänger beachten ihn nicht.',
  ],
  ['Make one of 2048 bits.', 'Erzeugen Sie einen mit 2048 Bit.'],
  ['The DKIM key has {1} bits only.', 'Der DKIM-Schlüssel hat nur {1} Bit.'],
  [
    'The record at {1} is marked as a test (t=y).',
    'Der Eintrag unter {1} ist als Probe gekennzeichnet (t=y).',
  ],
  [
    'The key at {1} is the one that signs ({2} bits).',
    'Der Schlüssel unter {1} ist der, der unterschreibt ({2} Bit).',
  ],
  ['Linkletter does not sign its mails.', 'Linkletter unterschreibt seine Mails nicht.'],
  [
    'Let {1} sign for {2}, or set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY. A test mail shows it: look for "dkim=pass" with "header.d={3}" in its source.',
    'Lassen Sie {1} für {2} unterschreiben, oder setzen Sie DKIM_DOMAIN, DKIM_SELECTOR und DKIM_PRIVATE_KEY. Eine Probemail zeigt es: Suchen Sie in ihrem Quelltext "dkim=pass" mit "header.d={3}".',
  ],

  // DMARC and alignment.
  [
    '_dmarc.{1} has {2} DMARC records; receivers ignore all of them.',
    '_dmarc.{1} hat {2} DMARC-Einträge; Empfänger beachten keinen.',
  ],
  ['Keep one.', 'Behalten Sie einen.'],
  [
    '{1} has no DMARC record; Gmail and Yahoo want one of everybody who sends in bulk.',
    '{1} hat keinen DMARC-Eintrag; Gmail und Yahoo verlangen einen von allen, die viel senden.',
  ],
  ['Add a TXT record to {1}: "{2}".', 'Legen Sie einen TXT-Eintrag für {1} an: "{2}".'],
  ['DMARC of {1} has no policy: {2}', 'DMARC von {1} hat keine Richtlinie: {2}'],
  ['Let it begin with "v=DMARC1; p=none".', 'Lassen Sie ihn mit "v=DMARC1; p=none" beginnen.'],
  ['DMARC of {1}: pct={2}.', 'DMARC von {1}: pct={2}.'],
  [
    'MAIL_FROM is at {1}: nobody can answer, and receivers refuse it.',
    'MAIL_FROM liegt bei {1}: Niemand kann antworten, und Empfänger lehnen es ab.',
  ],
  [
    'Set MAIL_FROM to an address at a domain of your own.',
    'Setzen Sie MAIL_FROM auf eine Adresse Ihrer eigenen Domain.',
  ],
  ['Signed for {1}, sent from {2}.', 'Unterschrieben für {1}, gesendet von {2}.'],
  [
    'Only SPF speaks for {1}, and forwarded mails lose it.',
    'Nur SPF spricht für {1}, und weitergeleitete Mails verlieren ihn.',
  ],
  [
    'Sign with DKIM for the domain of MAIL_FROM, here or at your provider.',
    'Unterschreiben Sie mit DKIM für die Domain von MAIL_FROM, hier oder bei Ihrem Anbieter.',
  ],
  [
    'Mails from {1} are not signed here, their return path is at {2}: nothing that is seen here speaks for {3}.',
    'Mails von {1} werden hier nicht unterschrieben, ihr Rückweg liegt bei {2}: Nichts, was von hier zu sehen ist, spricht für {3}.',
  ],
  [
    'Mails from {1} are signed for {2}, their return path is at {3}: nothing that is seen here speaks for {4}.',
    'Mails von {1} werden für {2} unterschrieben, ihr Rückweg liegt bei {3}: Nichts, was von hier zu sehen ist, spricht für {4}.',
  ],
  [
    'Make sure that your provider signs for {1}.',
    'Sorgen Sie dafür, dass Ihr Anbieter für {1} unterschreibt.',
  ],
  [
    'Set DKIM_DOMAIN to {1}, with the key in its DNS.',
    'Setzen Sie DKIM_DOMAIN auf {1}, mit dem Schlüssel im DNS.',
  ],
  ['Could not be looked up: {1}', 'Ließ sich nicht abfragen: {1}'],
  [
    'See whether this machine can reach its name servers, and try again.',
    'Prüfen Sie, ob dieser Rechner seine Nameserver erreicht, und versuchen Sie es noch einmal.',
  ],
  ['Not looked up here.', 'Wird hier nicht abgefragt.'],

  // What comes back.
  ['They come back by {1}.', 'Sie kommen zurück über {1}.'],
  [
    'Nobody reads what comes back: dead addresses stay on the list.',
    'Niemand liest, was zurückkommt: Tote Adressen bleiben auf der Liste.',
  ],
  [
    'Set BOUNCE_ADDRESS with BOUNCE_IMAP_URL or a hook, or the key of your provider: see docs/sending.md.',
    'Setzen Sie BOUNCE_ADDRESS mit BOUNCE_IMAP_URL oder einem Hook, oder den Schlüssel Ihres Anbieters: siehe docs/sending.md.',
  ],
  ['{1} takes mail at {2}.', '{1} nimmt Mail an: {2}.'],
  ['{1} takes mail.', '{1} nimmt Mail an.'],
  [
    '{1} takes no mail: bounces cannot come back, and receivers refuse such senders.',
    '{1} nimmt keine Mail an: Rückläufer können nicht ankommen, und Empfänger lehnen solche Absender ab.',
  ],
  [
    'Add an MX record to {1}, or set BOUNCE_ADDRESS to a domain that has one.',
    'Legen Sie einen MX-Eintrag für {1} an, oder setzen Sie BOUNCE_ADDRESS auf eine Domain, die einen hat.',
  ],
  ['Try again.', 'Versuchen Sie es noch einmal.'],
  ['The mailbox of bounces opens.', 'Das Postfach der Rückläufer lässt sich öffnen.'],
  [
    'Look at host, user and password in BOUNCE_IMAP_URL.',
    'Prüfen Sie Host, Name und Passwort in BOUNCE_IMAP_URL.',
  ],

  // The web.
  [
    'BASE_URL is {1}: links in mails lead nowhere for anybody else.',
    'BASE_URL ist {1}: Links in Mails führen alle anderen ins Leere.',
  ],
  [
    'Set BASE_URL to the public https address.',
    'Setzen Sie BASE_URL auf die öffentliche Adresse mit https.',
  ],
  ['BASE_URL is local.', 'BASE_URL liegt auf diesem Rechner.'],
  [
    'Something else answers at {1} (status {2}).',
    'Unter {1} antwortet etwas anderes (Status {2}).',
  ],
  [
    'Point the name and the proxy to this server; let the proxy pass /healthz and its headers on. A second installation has another SECRET.',
    'Richten Sie Name und Proxy auf diesen Server; der Proxy soll /healthz mit seinen Kopfzeilen weitergeben. Eine zweite Installation hat ein anderes SECRET.',
  ],
  ['{1} sends visitors on to {2}.', '{1} schickt Besucher weiter zu {2}.'],
  [
    'Set BASE_URL to that address: mails then lead there at once, and one-click unsubscribing must not be redirected.',
    'Setzen Sie BASE_URL auf diese Adresse: Mails führen dann gleich dorthin, und die Abmeldung mit einem Klick darf nicht weitergeleitet werden.',
  ],
  ['{1} leads here.', '{1} führt hierher.'],
  ['{1} could not be tried from here: {2}', '{1} ließ sich von hier nicht prüfen: {2}'],
  [
    'Open it from outside, or name its host and port in FETCH_ALLOW and run this again.',
    'Öffnen Sie es von außen, oder nennen Sie Host und Port in FETCH_ALLOW und prüfen Sie noch einmal.',
  ],
  ['{1} does not answer: {2}', '{1} antwortet nicht: {2}'],
  [
    'Start the server, and see to name, proxy and certificate.',
    'Starten Sie den Server, und prüfen Sie Name, Proxy und Zertifikat.',
  ],
  [
    'BASE_URL is not https: mail programs show no unsubscribe button (RFC 8058).',
    'BASE_URL ist nicht https: Mailprogramme zeigen keinen Knopf zum Abmelden (RFC 8058).',
  ],
  [
    'Put a proxy with a certificate in front, and begin BASE_URL with https.',
    'Setzen Sie einen Proxy mit Zertifikat davor, und beginnen Sie BASE_URL mit https.',
  ],
  ['The unsubscribe link answers.', 'Der Link zum Abmelden antwortet.'],
  [
    'The unsubscribe link answers with status {1}.',
    'Der Link zum Abmelden antwortet mit Status {1}.',
  ],
  [
    'Let the proxy pass /unsubscribe/ on, GET and POST, without a login before it.',
    'Lassen Sie den Proxy /unsubscribe/ weitergeben, GET und POST, ohne Anmeldung davor.',
  ],
  [
    'The unsubscribe link was not reached: {1}',
    'Der Link zum Abmelden war nicht zu erreichen: {1}',
  ],
  ['See to base-url first.', 'Kümmern Sie sich zuerst um base-url.'],

  // The clock.
  ['There is no other clock to compare with.', 'Es gibt keine andere Uhr zum Vergleichen.'],
  ['This clock is {1} s ahead of that of {2}.', 'Diese Uhr geht {1} s vor gegenüber {2}.'],
  ['This clock is {1} s behind that of {2}.', 'Diese Uhr geht {1} s nach gegenüber {2}.'],
  [
    'Let NTP set the clock (timedatectl set-ntp true).',
    'Lassen Sie NTP die Uhr stellen (timedatectl set-ntp true).',
  ],
  ['Right, compared with {1}.', 'Richtig, verglichen mit {1}.'],

  // The database and the disk.
  ['PostgreSQL {1}.', 'PostgreSQL {1}.'],
  ['Use PostgreSQL {1} or later.', 'Nehmen Sie PostgreSQL {1} oder neuer.'],
  [
    'Embedded PostgreSQL {1}. Survives a crash of the program, not a power cut: make backups.',
    'Eingebettetes PostgreSQL {1}. Übersteht einen Absturz des Programms, keinen Stromausfall: Machen Sie Sicherungen.',
  ],
  ['The tables are up to date.', 'Die Tabellen sind auf dem neuesten Stand.'],
  ['{1} migrations have not been run.', '{1} Migrationen sind nicht gelaufen.'],
  ['Run: npm run migrate', 'Führen Sie aus: npm run migrate'],
  [
    'A later version has migrated the database: {1}.',
    'Eine spätere Version hat die Datenbank migriert: {1}.',
  ],
  [
    'This version still works with it. Install the later one here too.',
    'Diese Version arbeitet noch damit. Installieren Sie auch hier die spätere.',
  ],
  [
    'A later version has taken from the tables what this one uses: {1}.',
    'Eine spätere Version hat den Tabellen genommen, was diese braucht: {1}.',
  ],
  ['Install Linkletter {1} or later.', 'Installieren Sie Linkletter {1} oder neuer.'],
  ['The database lacks {1} but has run {2}.', 'Der Datenbank fehlt {1}, gelaufen ist aber {2}.'],
  [
    'Migrations are run in their order only. Install a version that knows all of them.',
    'Migrationen laufen nur in ihrer Reihenfolge. Installieren Sie eine Version, die alle kennt.',
  ],
  [
    '{1} link has waited more than an hour for the page to be read.',
    '{1} Link wartet seit über einer Stunde darauf, dass seine Seite gelesen wird.',
  ],
  [
    '{1} links have waited more than an hour for the page to be read.',
    '{1} Links warten seit über einer Stunde darauf, dass ihre Seite gelesen wird.',
  ],
  [
    'Is a process with ROLES=jobs running? Look into its log.',
    'Läuft ein Prozess mit ROLES=jobs? Sehen Sie in sein Protokoll.',
  ],
  ['No page waits to be read.', 'Keine Seite wartet darauf, gelesen zu werden.'],
  ['Pages that wait to be read: {1}.', 'Seiten, die darauf warten, gelesen zu werden: {1}.'],
  ['{1} is paused: {2}', '{1} ist angehalten: {2}'],
  [
    'Mend what it says, then resume or cancel the issue.',
    'Beheben Sie, was dort steht; dann lassen Sie die Ausgabe weitergehen oder brechen sie ab.',
  ],
  [
    'Issue {1} has messages whose answer was never seen.',
    'Ausgabe {1} hat Mails, deren Antwort nie zu sehen war.',
  ],
  [
    'Settle them: as sent, or to be tried again.',
    'Entscheiden Sie: als gesendet zählen oder noch einmal versuchen.',
  ],
  ['No issue waits for you.', 'Keine Ausgabe wartet auf Sie.'],
  ['There is no folder here.', 'Hier gibt es keinen Ordner.'],
  ['{1} cannot be written.', '{1} lässt sich nicht beschreiben.'],
  [
    'Give it to the user that runs Linkletter.',
    'Geben Sie ihn dem Benutzer, unter dem Linkletter läuft.',
  ],
  ['{1} can be written.', '{1} lässt sich beschreiben.'],
  ['{1} can be written, {2} MB are free.', '{1} lässt sich beschreiben, {2} MB sind frei.'],
  ['Make room on the disk.', 'Schaffen Sie Platz auf der Platte.'],
  [
    'The running server has it. Ask GET /api/v1/doctor.',
    'Der laufende Server hat sie. Fragen Sie GET /api/v1/doctor.',
  ],
  ['The check broke: {1}', 'Die Prüfung ist gescheitert: {1}'],
  ['See the log.', 'Sehen Sie ins Protokoll.'],
]

/** Words that are filled into a sentence. */
const WORDS = new Map([
  ['your mail provider', 'Ihren Mailanbieter'],
  ['the mailbox of BOUNCE_IMAP_URL', 'das Postfach aus BOUNCE_IMAP_URL'],
  ['a bounce hook', 'einen Bounce-Hook'],
  ['the database', 'der Datenbank'],
  ['the web server', 'dem Webserver'],
])

/** A sentence of the doctor in German; as it is when it has none. */
export const inGerman = germanOf(SENTENCES, WORDS)

/** A finding in the language of the rooms. */
export function findingIn(locale: string, finding: Finding): Finding {
  if (!isGerman(locale)) return finding
  const { text, fix } = finding
  return { ...finding, text: inGerman(text), fix: fix === null ? null : inGerman(fix) }
}
