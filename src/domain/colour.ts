/**
 * Colours by their contrast: WCAG 2.2, "relative luminance" and "contrast ratio".
 *
 * In and out: `#rrggbb`. A ratio goes from 1 (the same) to 21 (black on white).
 */
export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/.test(text)
}

/** `#rrggbb` of what people type: with or without "#", three digits or six; undefined of anything else. */
export function readColour(text: string): string | undefined {
  const [, digits = ''] = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text.trim().toLowerCase()) ?? []
  if (digits === '') return undefined
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`
}

export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** The same hue, mixed with `other` in steps of 2 % until it has this contrast on `ground`. */
export function mixTo(colour: string, other: string, ground: string, ratio: number): string {
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = mix(colour, other, share)
    if (contrast(mixed, ground) >= ratio) return mixed
  }
  return other
}

function mix(colour: string, other: string, share: number): string {
  const [from, to] = [channels(colour), channels(other)]
  const mixed = from.map((value, index) =>
    Math.round(value + ((to[index] ?? 0) - value) * share)
      .toString(16)
      .padStart(2, '0'),
  )
  return `#${mixed.join('')}`
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}
