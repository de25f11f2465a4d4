/** What the room of responses adds to the rooms' stylesheet. */
export const RESPONSES_ROOM_CSS = `
.answers { margin: 1.25rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--hair); }
.answers > li { padding-block: 1rem; border-bottom: 1px solid var(--hair); }
.answers p { margin: 0.25rem 0 0; overflow-wrap: anywhere; }
.answers .who { margin: 0; }
.answers .said { margin-top: 0.4rem; font: 1.0625rem/1.65 var(--serif); }
.answers .acts { margin-top: 0.75rem; gap: 0.5rem; }
.answers .acts form { margin: 0; }
`
