import sharp from 'sharp'
const [out, width, ...files] = process.argv.slice(2)
const tiles = await Promise.all(files.map(async (f) => { const i = sharp(f); const m = await i.metadata(); const h = Math.min(m.height!, Number(width) > 500 ? 1500 : 1400); return { input: await sharp(f).extract({ left: 0, top: 0, width: m.width!, height: h }).resize({ width: Number(width) }).toBuffer({ resolveWithObject: true }) } }))
let x = 0; const comp = []; let H = 0
for (const { input } of tiles) { comp.push({ input: input.data, left: x, top: 0 }); x += input.info.width + 10; H = Math.max(H, input.info.height) }
await sharp({ create: { width: x, height: H, channels: 3, background: '#888' } }).composite(comp).png().toFile(out)
