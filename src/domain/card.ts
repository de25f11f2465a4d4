/** What the picture of an issue says, where its address is shown elsewhere. */
export interface Card {
  publication: string
  title: string
  /** "July 2023 · 14 links". */
  facts: string
  /** "7/2023": drawn where no font at hand has the letters of the title. */
  digits: string
  /** `#rrggbb`, readable on white. */
  accent: string
  isRightToLeft: boolean
}

/** Pixels of all cards. */
export const CARD_SIZE = { width: 1200, height: 630 } as const

/** Draws a card as PNG. */
export type DrawCard = (card: Card) => Promise<Uint8Array>

export const cardPath = (issuePath: string) => `${issuePath}/card.png`
