import { describeChaos } from './short-form.ts'

describeChaos('pglite')
