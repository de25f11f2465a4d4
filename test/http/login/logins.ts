import { Secret, TOTP } from 'otpauth'
import type { useTestApp } from '../../support/app.ts'
import { createVisitor } from '../../support/visitor.ts'

export const EMAIL = 'ida@norn.example'
export const PASSWORD = 'a boat of four words'
export const ACCESS = '/admin/settings/access'

type App = ReturnType<typeof useTestApp>
export type Visitor = ReturnType<typeof createVisitor>

/** Browsers of the owner and of strangers. */
export function loginsOf(app: App) {
  const minutesLater = (minutes: number) => {
    app.now = new Date(app.now.getTime() + minutes * 60_000)
  }
  const startLink = async () => (await app.services.logins.startLink()) ?? ''

  /** By link alone: without address and password. */
  async function entered(): Promise<Visitor> {
    const visitor = createVisitor(app)
    await visitor.enter(await startLink())
    return visitor
  }

  /** The owner's browser, with address and password set. */
  async function owner(): Promise<Visitor> {
    const visitor = createVisitor(app)
    await visitor.follow(await visitor.enter(await startLink()))
    await visitor.submit(ACCESS, { email: EMAIL, password: PASSWORD })
    return visitor
  }

  /** At the login page. */
  async function stranger(): Promise<Visitor> {
    const visitor = createVisitor(app)
    await visitor.get('/login')
    return visitor
  }

  const mailedLink = async () => {
    await Promise.all(app.background)
    return /https:\S+\/login\/\S+/.exec(app.mails.at(-1)?.text ?? '')?.[0] ?? ''
  }

  /** Somebody whom the owner invited, in their own browser. */
  async function invited(role: string, email = `${role}@norn.example`): Promise<Visitor> {
    await app.services.people.invite({ email, name: '', role })
    const visitor = createVisitor(app)
    await visitor.enter(await mailedLink())
    return visitor
  }

  /** The code that an app with this secret shows now, or some seconds later. */
  const codeOf = (typed: string, laterS = 0) =>
    new TOTP({ secret: Secret.fromBase32(typed.replaceAll(' ', '')) }).generate({
      timestamp: app.now.getTime() + laterS * 1000,
    })

  return { minutesLater, startLink, entered, owner, stranger, mailedLink, invited, codeOf }
}
