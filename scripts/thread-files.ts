/** Compilers rewrite what is imported, not the files that threads are started from. */
const THREAD_FILE = /(new URL\(\s*['"][^'"]+)\.ts(['"],\s*import\.meta\.url)/g

/** The program that starts its threads from JavaScript. */
export const withCompiledThreads = (text: string) => text.replaceAll(THREAD_FILE, '$1.js$2')
