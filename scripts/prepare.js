// `npm ci` runs this with any Node; an old one cannot read TypeScript, nor run Linkletter.
const [major] = process.versions.node.split('.').map(Number)
if (major >= 24) import('./bundle.ts').then(({ prepareBundle }) => prepareBundle())
