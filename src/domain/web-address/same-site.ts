/**
 * Whether two hosts belong to one site: equal up to the name that somebody registered.
 *
 * The endings below are the common ones of the Public Suffix List under which strangers register
 * names side by side. A missing one makes strangers look like one site for a canonical address
 * only, which has further tests.
 */
const SHARED_ENDINGS = new Set(
  `co.uk org.uk ac.uk gov.uk me.uk net.uk com.au net.au org.au edu.au gov.au co.nz org.nz net.nz ac.nz co.jp ne.jp or.jp ac.jp go.jp co.kr or.kr com.br org.br net.br gov.br com.cn net.cn org.cn gov.cn edu.cn com.tw org.tw com.hk org.hk com.sg co.in net.in org.in ac.in co.za org.za com.mx org.mx com.ar com.tr org.tr com.ua co.il org.il com.pl org.pl net.pl com.my co.id or.id co.th com.vn com.ph com.pk com.eg com.co com.pe com.ve com.ng co.ke
  github.io gitlab.io codeberg.page sourcehut.page srht.site blogspot.com blogspot.de blogspot.co.uk wordpress.com substack.com tumblr.com medium.com livejournal.com dreamwidth.org ghost.io bearblog.dev hashnode.dev micro.blog write.as prose.sh mataroa.blog neocities.org typepad.com squarespace.com wixsite.com weebly.com webflow.io netlify.app vercel.app pages.dev workers.dev web.app firebaseapp.com herokuapp.com fly.dev onrender.com surge.sh glitch.me replit.app readthedocs.io gitbook.io notion.site azurewebsites.net azurestaticapps.net cloudfront.net amazonaws.com appspot.com itch.io bandcamp.com over-blog.com hatenablog.com fc2.com`.split(
    /\s+/,
  ),
)

export function registrableName(hostname: string): string {
  const labels = hostname.replace(/\.$/, '').split('.')
  if (hostname.startsWith('[') || labels.length < 3) return hostname
  const lastTwo = labels.slice(-2).join('.')
  const lastThree = labels.slice(-3).join('.')
  if (SHARED_ENDINGS.has(lastThree)) return labels.slice(-4).join('.')
  return SHARED_ENDINGS.has(lastTwo) ? lastThree : lastTwo
}

export function isSameSite(a: string, b: string): boolean {
  return registrableName(a) === registrableName(b)
}
