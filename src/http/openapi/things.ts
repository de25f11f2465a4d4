/**
 * What the API answers with, as schemas: the description of the API and the types of the client
 * come from here. Programs must pass over fields that they do not know; more may come.
 */
export * from './issue-things.ts'
export * from './link-things.ts'
export * from './owner-things.ts'
export * from './sending-things.ts'
export * from './source-things.ts'
export * from './subscriber-things.ts'
export * from './thing-parts.ts'
export * from './webhook-things.ts'
