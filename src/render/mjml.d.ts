/** The part of MJML 5 that is used here; the package ships no types. */
declare module 'mjml' {
  interface MjmlError {
    line: number
    message: string
    tagName: string
    formattedMessage: string
  }
  interface MjmlOptions {
    validationLevel?: 'strict' | 'soft' | 'skip'
    keepComments?: boolean
    ignoreIncludes?: boolean
    /** Font name → stylesheet address, linked whenever the document mentions the name. */
    fonts?: Record<string, string>
    filePath?: string
  }
  export default function mjml2html(
    mjml: string,
    options?: MjmlOptions,
  ): Promise<{ html: string; errors: MjmlError[] }>
}
