/** Mail providers by the host of SMTP_URL: what their SPF record is called, and who signs. */
export interface MailProvider {
  name: string
  hosts: RegExp
  /** For `include:` in SPF; null where the provider uses a return path of its own. */
  spfInclude: string | null
}

const PROVIDERS: MailProvider[] = [
  { name: 'Amazon SES', hosts: /(?:^|\.)amazonaws\.com$/, spfInclude: 'amazonses.com' },
  { name: 'Postmark', hosts: /(?:^|\.)postmarkapp\.com$/, spfInclude: null },
  { name: 'Mailgun', hosts: /(?:^|\.)mailgun\.org$/, spfInclude: 'mailgun.org' },
  { name: 'SendGrid', hosts: /(?:^|\.)sendgrid\.net$/, spfInclude: 'sendgrid.net' },
  { name: 'Brevo', hosts: /(?:^|\.)(?:brevo|sendinblue)\.com$/, spfInclude: null },
  { name: 'Mailjet', hosts: /(?:^|\.)mailjet\.com$/, spfInclude: 'spf.mailjet.com' },
  { name: 'Fastmail', hosts: /(?:^|\.)fastmail\.com$/, spfInclude: 'spf.messagingengine.com' },
  { name: 'Google', hosts: /(?:^|\.)(?:gmail|google)\.com$/, spfInclude: '_spf.google.com' },
  {
    name: 'Microsoft 365',
    hosts: /(?:^|\.)(?:office365|outlook)\.com$/,
    spfInclude: 'spf.protection.outlook.com',
  },
]

/** Undefined for a server of one's own and for providers that are not listed. */
export function providerOf(smtpUrl: string): MailProvider | undefined {
  const url = URL.parse(smtpUrl)
  if (url?.protocol === 'ses:') return PROVIDERS[0]
  return PROVIDERS.find(({ hosts }) => hosts.test(url?.hostname ?? ''))
}
