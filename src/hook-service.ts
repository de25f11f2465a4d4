import { createHash, randomBytes } from 'node:crypto'
import {
  createReceiveMail,
  type ReceivedMail,
  type ReceiveMailDeps,
} from './collect/inbound/receive-mail.ts'
import { AppError } from './errors.ts'
import {
  deleteHook,
  findHookByHash,
  findHooks,
  type Hook,
  insertHook,
  touchHook,
} from './store/hooks.ts'
import { HOOK_KINDS, type HookKind } from './store/schema.ts'

/** 256 random bits, so a plain SHA-256 is as strong as they are; only that is stored. */
const hashOf = (secret: string) => createHash('sha256').update(secret).digest()

export interface HookServiceDeps extends ReceiveMailDeps {
  baseUrl: string
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

/** Secret addresses that others post to: mail comes in by them. */
export function createHookService(deps: HookServiceDeps) {
  const { db, now } = deps
  const receiveMail = createReceiveMail(deps)

  /** The address with its secret is returned here and never again. */
  async function create(kind: string, name: string): Promise<{ url: string; hook: Hook }> {
    const message = `Choose a kind: ${HOOK_KINDS.join(', ')}.`
    if (!HOOK_KINDS.includes(kind as HookKind))
      throw new AppError('INVALID_INPUT', message, { fields: [{ field: 'kind', message }] })
    const secret = `ll_hook_${randomBytes(32).toString('base64url')}`
    const hook = await insertHook(db, {
      kind: kind as HookKind,
      name: name.trim() || kind,
      prefix: secret.slice(0, 12),
      hash: hashOf(secret),
      createdAt: now(),
    })
    return { url: `${deps.baseUrl}/hooks/${kind}/${secret}`, hook }
  }

  return {
    create,
    /** The one of this name; made when there is none, and then nobody has its address. */
    async findOrCreate(kind: HookKind, name: string): Promise<Hook> {
      const hooks = await findHooks(db)
      const known = hooks.find((hook) => hook.kind === kind && hook.name === name)
      return known ?? (await create(kind, name)).hook
    },
    list: () => findHooks(db),
    async remove(id: number): Promise<void> {
      if (!(await deleteHook(db, id))) throw new AppError('NOT_FOUND', `There is no hook ${id}.`)
    },
    /** Throws NOT_FOUND for a wrong secret: whoever asks learns nothing. */
    async find(kind: HookKind, secret: string): Promise<Hook> {
      const hook = await findHookByHash(db, kind, hashOf(secret))
      if (!hook) throw new AppError('NOT_FOUND', 'There is nothing at this address.')
      return hook
    },
    /** Notes that the hook is in use. */
    touch: (hook: Hook): Promise<void> => touchHook(db, hook.id, now()),
    async receiveMail(hook: Hook, raw: Uint8Array): Promise<ReceivedMail> {
      const received = await receiveMail(raw, hook.id)
      await touchHook(db, hook.id, now())
      if (received.reason !== null)
        deps.log?.('inbound mail', {
          hookId: hook.id,
          saved: received.links.length,
          reason: received.reason,
        })
      return received
    },
  }
}
