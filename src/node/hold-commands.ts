import type { Command, CommandDeps } from './command.ts'

/** A restored copy sends nothing until its owner says so. */
export function createHoldCommands({
  withRuntime,
  say,
}: Pick<CommandDeps, 'withRuntime' | 'say'>): Record<string, Command> {
  return {
    'hold show': {
      usage: 'hold show',
      about: 'Says whether this is a copy that sends nothing.',
      async run() {
        const hold = await withRuntime(({ services }) => services.sendingHold.find())
        if (!hold) say('Not held: mail leaves as usual.')
        else if (hold.copyOf === null) say(`Held since ${hold.at}: nothing is sent.`)
        else
          say(
            `Held since ${hold.at}: a copy of ${hold.copyOf} as it was on ${hold.madeAt}. Nothing is sent.`,
          )
        return 0
      },
    },
    'hold set': {
      usage: 'hold set',
      about:
        'Sends nothing from now on. For a copy that was made by other means than import --all, before its first start.',
      async run() {
        await withRuntime(({ services }) => services.sendingHold.set())
        say('Held: nothing is sent until hold release. Issues that were due are paused.')
        return 0
      },
    },
    'hold release': {
      usage: 'hold release',
      about: 'Lets a restored copy send. Issues that were due stay paused until each is resumed.',
      async run() {
        await withRuntime(({ services }) => services.sendingHold.release())
        say('Released: mail leaves again. Issues that were paused wait to be resumed.')
        return 0
      },
    },
  }
}
