/** Files that the bundler puts in as text; see `rules` in wrangler.toml. */
declare module '*.mjml' {
  const text: string
  export default text
}
declare module '*.liquid' {
  const text: string
  export default text
}
