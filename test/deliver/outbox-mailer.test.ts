import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeMail } from '../../src/deliver/compose-mail.ts'
import { createOutboxMailer } from '../../src/node/outbox-mailer.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkletter-outbox-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const mail = await composeMail({
  from: { name: 'Links', address: 'links@localhost' },
  to: { name: '', address: 'ann@example.org' },
  subject: '林 and Ørsted',
  html: '<p>林</p>',
  text: '林\n',
  messageId: '<issue-1.1.abc@localhost>',
  headers: {},
  date: new Date('2023-08-01T09:00:00Z'),
  fileName: 'july-2023-1',
})

describe('the outbox', () => {
  it('holds one whole file a message, however often it is sent', async () => {
    const outbox = join(folder, 'a')
    const mailer = createOutboxMailer({ folder: outbox })
    await mailer.verify()
    await mailer.send(mail)
    expect((await mailer.send(mail)).state).toBe('sent')
    expect(await readdir(outbox)).toEqual(['july-2023-1.eml'])
    const raw = await readFile(join(outbox, 'july-2023-1.eml'), 'latin1')
    expect(raw).not.toMatch(/[^\r]\n/)
    expect((await simpleParser(raw)).text).toContain('林')
  })

  it('stays inside its folder whatever the name', async () => {
    const outbox = join(folder, 'b')
    const mailer = createOutboxMailer({ folder: outbox })
    for (const fileName of ['../../evil', '.hidden', 'a/b', 'a\\b', 'x'.repeat(300)]) {
      await mailer.send({ ...mail, fileName, messageId: `<${fileName}@x>` })
    }
    const names = await readdir(outbox)
    expect(names).toHaveLength(5)
    expect(names.every((name) => /^[\w-]{1,80}\.eml$/.test(name))).toBe(true)
    expect((await readdir(folder)).sort()).toEqual(['a', 'b'])
  })

  it('defers when it cannot write', async () => {
    const outbox = join(folder, 'c')
    await writeFile(outbox, 'a file where the folder should be')
    expect((await createOutboxMailer({ folder: outbox }).send(mail)).state).toBe('deferred')
    await rm(outbox)
  })
})
