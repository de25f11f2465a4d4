/**
 * Pages that answer instead of the page that was asked for.
 *
 * Four tables, most certain first: response headers, the address at the end of the redirects,
 * words in the markup of small pages, and whole titles. A title is compared whole, because an
 * essay may be called "Just a moment: photographs of waiting rooms".
 */
import { isHostOf } from '../domain/web-address/tracking-parameters.ts'
import type { PageParts } from './page-parts.ts'
import { squash } from './text.ts'

export type WallKind = 'bot' | 'consent' | 'login' | 'error'

type HeaderSign = readonly [kind: WallKind, header: string, value: RegExp]

const HEADERS: readonly HeaderSign[] = [
  ['bot', 'cf-mitigated', /challenge|block/i],
  ['bot', 'x-amzn-waf-action', /challenge|captcha/i],
  ['bot', 'x-datadome', /protected/i],
  ['bot', 'x-vercel-mitigated', /challenge|deny/i],
  ['bot', 'x-sucuri-block', /./],
]

type AddressSign = readonly [kind: WallKind, site: string, path: RegExp]

/** Where redirects end up; `*` is any site. */
const ADDRESSES: readonly AddressSign[] = [
  ['consent', 'consent.youtube.com', /^/],
  ['consent', 'consent.google.*', /^/],
  ['consent', 'consent.yahoo.com', /^/],
  ['consent', 'guce.*', /^/],
  ['consent', 'guce.yahoo.com', /^/],
  ['consent', 'guce.techcrunch.com', /^/],
  ['consent', 'tumblr.com', /^\/privacy\/consent/],
  ['consent', 'myprivacy.dpgmedia.nl', /^/],
  ['consent', 'myprivacy.dpgmedia.be', /^/],
  [
    'consent',
    '*',
    /^\/(?:consent|cookie-?consent|cookiewall|privacy-?gate|zustimmung|gdpr-?consent)(?:[/.?]|$)/i,
  ],
  ['bot', 'google.*', /^\/sorry/],
  ['bot', 'validate.perfdrive.com', /^/],
  ['bot', 'geo.captcha-delivery.com', /^/],
  [
    'bot',
    '*',
    /^\/(?:cdn-cgi\/(?:challenge|l\/chk)|\.?well-known\/(?:sgcaptcha|captcha)|captcha|blocked|distil_r_|_Incapsula_|errors?\/(?:validate|blocked)captcha|recaptcha|are-you-(?:a-)?(?:human|robot)|tosv\.html)/i,
  ],
  ['login', 'accounts.google.com', /^/],
  ['login', 'login.microsoftonline.com', /^/],
  ['login', 'login.live.com', /^/],
  ['login', 'linkedin.com', /^\/(?:authwall|uas\/login|login|checkpoint)/],
  ['login', 'instagram.com', /^\/accounts\/login/],
  ['login', 'facebook.com', /^\/(?:login|checkpoint)/],
  ['login', 'twitter.com', /^\/(?:i\/flow\/)?(?:login|account\/access)/],
  ['login', 'x.com', /^\/(?:i\/flow\/)?(?:login|account\/access)/],
  ['login', 'medium.com', /^\/m\/signin/],
  ['login', 'quora.com', /^\/(?:login|unanswered\/login)/],
  [
    'login',
    '*',
    /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?(?:log-?in|sign-?in|sign_in|anmelden|anmeldung|connexion|accedi|iniciar-sesion|logowanie|account\/(?:login|signin)|accounts\/(?:login|signin)|users?\/(?:login|sign_in)|auth(?:\/(?:login|signin|realms)|orize)?|sso|oauth2?|saml2?|wp-login\.php|login\.(?:php|aspx?|jsp|html))(?:[/?]|$)/i,
  ],
  ['login', '*', /^\/session\/(?:new|login)/i],
  [
    'error',
    '*',
    /^\/(?:404|410|500|not-?found|page-not-found|error(?:\/?404)?|errors?\/(?:404|not-?found)|404\.(?:html?|php|aspx?)|error\.(?:html?|php|aspx?))\/?$/i,
  ],
]

const LOGIN_HOST = /^(?:login|signin|auth|sso|accounts?|idp|id|secure-login|identity)\./

type MarkupSign = readonly [kind: WallKind, words: string]

/** In pages with little text: what these products' own pages hold. */
const MARKUP: readonly MarkupSign[] = [
  ['bot', '_cf_chl_opt'],
  ['bot', '/cdn-cgi/challenge-platform/h/'],
  ['bot', 'cf-browser-verification'],
  ['bot', 'geo.captcha-delivery.com'],
  ['bot', '_Incapsula_Resource'],
  ['bot', 'Incapsula incident ID'],
  ['bot', 'px-captcha'],
  ['bot', 'window._pxAppId'],
  ['bot', 'errors.edgesuite.net'],
  ['bot', '/.well-known/sgcaptcha/'],
  ['bot', 'AwsWafIntegration'],
  ['bot', 'awswaf.com/'],
  ['bot', 'ips.js?tkrm_alpekz'],
  ['bot', '/_fs-ch-'],
  ['bot', 'within.website/x/cmd/anubis'],
  ['bot', '/.within.website/'],
  ['bot', 'vercel.link/security-checkpoint'],
  ['bot', 'Our systems have detected unusual traffic'],
  ['bot', 'To discuss automated access to Amazon data'],
  ['bot', 'ddos-guard.net'],
  ['bot', 'sucuri_cloudproxy_js'],
  ['bot', 'stormcaster.js'],
  ['bot', 'Please verify you are a human'],
  ['bot', 'Verifying you are human'],
  ['bot', 'Checking your browser before accessing'],
  ['bot', 'Press & Hold to confirm you are'],
  ['bot', 'Please enable JS and disable any ad blocker'],
  ['bot', 'Enable JavaScript and cookies to continue'],
  ['consent', 'guce.oath.com'],
  ['consent', 'consent.yahoo.com/v2/collectConsent'],
]

type TitleSign = readonly [kind: WallKind, titles: string]

/** Whole titles, without punctuation and the site's name, in the languages these pages speak. */
const TITLES: readonly TitleSign[] = [
  [
    'bot',
    "just a moment|nur einen moment|einen moment|einen moment bitte|un instant|un instant s'il vous plaît|un momento|un momento por favor|um momento|um momento por favor|een moment|een moment geduld|vänta lite|et øjeblik|ett øyeblikk|chwileczkę|cierpliwości|подождите|один момент|一つ待ってください|少々お待ちください|しばらくお待ちください|请稍候|请稍等|請稍候|잠시만 기다리십시오|bir dakika lütfen|lütfen bekleyin|momentje|one moment please|please wait|please wait for verification|hang on",
  ],
  [
    'bot',
    'attention required|attention required cloudflare|access denied|access to this page has been denied|access to this page has been denied because we believe you are using automation tools|request denied|request blocked|request rejected|you have been blocked|sorry you have been blocked|blocked|403 forbidden|403 error|forbidden|error 403 forbidden|403 access denied|unauthorized|401 unauthorized|error 1020|access denied 1020|zugriff verweigert|accès refusé|acceso denegado|accesso negato|доступ запрещен|доступ запрещён|доступ ограничен',
  ],
  [
    'bot',
    'are you a robot|are you human|are you a human|robot check|bot check|bot verification|bot detected|human verification|verify you are human|verify you are a human|verifying you are human|verifying your browser|please verify you are a human|please verify|verification required|security check|security verification|security checkpoint|vercel security checkpoint|security challenge|captcha|captcha challenge|recaptcha|captcha check|captcha required|prove your humanity|reddit prove your humanity|client challenge|challenge validation|challenge page|pardon our interruption|checking your browser|checking your browser before accessing|browser check|browser verification|ddos guard|ddos protection by cloudflare|radware captcha page|radware bot manager captcha|making sure youre not a bot|makingsure you are not a bot|unusual traffic|unusual traffic from your computer network|unusual activity|access restricted|restricted access|zugriff eingeschränkt|content restricted|not available in your region|not available in your country|unavailable in your region|this content is not available in your region|this content is not available in your country|too many requests|429 too many requests|rate limit exceeded|rate limited|you are being rate limited|whoa there pardner|stop right there|validate user|validation request|sucuri website firewall|sucuri website firewall access denied|incapsula|request unsuccessful|security check required|please complete the security check|please confirm you are human|confirm you are human|are you a person|prove you are human|prove youre human|prove you are not a robot|bot protection|anti-bot verification|anti bot check|browser integrity check|one more step|one last step|press hold|slide to verify|hold on|hold tight|imperva|human challenge|ой|ой капча|вы не робот|sind sie ein roboter|bist du ein mensch|sicherheitsüberprüfung|êtes vous un robot|vérification de sécurité|vérification|verificación de seguridad|eres un robot|unsupported browser|your browser is not supported|javascript is disabled|javascript required|please enable javascript|enable javascript and cookies to continue|bm verification|nocaptcha|安全验证|人机验证|访问验证|验证码|百度安全验证|滑动验证页面',
  ],
  [
    'consent',
    "before you continue|before you continue to youtube|before you continue to google|before you continue to google search|bevor sie fortfahren|bevor sie zu youtube weitergehen|bevor sie zu google weitergehen|bevor du zu youtube weitergehst|avant d'accéder à youtube|avant d'accéder à google|avant de continuer|avant de continuer vers youtube|antes de continuar|antes de ir a youtube|antes de ir a la búsqueda de google|prima di continuare|prima di continuare su youtube|voordat je verdergaat|voordat je verdergaat naar youtube|zanim przejdziesz do youtube|innan du fortsätter till youtube|antes de continuar para o youtube|prima di andare su youtube|cookie consent|cookies consent|consent|consent required|privacy consent|we value your privacy|your privacy choices|your privacy|privacy settings|wir schätzen ihre privatsphäre|zustimmung erforderlich|zustimmung|cookie einwilligung|datenschutzeinstellungen|privacy instellingen|cookiewall|dpg media privacy gate|privacy gate|yahoo is part of the yahoo family of brands|yahoo fait partie de la famille de marques yahoo|yahoo ist teil der yahoo markenfamilie|yahoo forma parte de la familia de marcas de yahoo|yahoo is part of the yahoo family|uw cookievoorkeuren|consentement|gestion des cookies|cookie settings|manage cookies|cookies required|cookies are required|cookies are disabled|please enable cookies|enable cookies|cookies erforderlich",
  ],
  [
    'login',
    'log in|login|log on|logon|sign in|signin|sign up|signup|sign in to continue|log in to continue|please log in|please sign in|login required|log in or sign up|log in or sign up to view|log into facebook|facebook log in or sign up|sign in to your account|sign in google accounts|sign in to google|sign in with google|google accounts|login instagram|instagram login|linkedin login|linkedin login sign in|sign up linkedin|linkedin sign in|linkedin login sign in linkedin|sign in linkedin|login or sign up|log in to x|log in to x x|log in to twitter|log in twitter|login on twitter|join linkedin|members only|subscribe to continue|subscribe to read|anmelden|anmeldung|einloggen|anmelden oder registrieren|bei facebook anmelden|connexion|se connecter|identification|connectez-vous|iniciar sesión|inicia sesión|acceder|entrar|accedi|inloggen|logga in|logg ind|logg inn|kirjaudu|kirjaudu sisään|zaloguj się|logowanie|přihlášení|вход|войти|авторизация|ログイン|登录|登錄|로그인|giriş yap|authentication required|authorization required|single sign-on|sso login|create an account or log in|create an account|atlassian login|log in with atlassian account|github login|sign in to github|sign in to gitlab|sign in gitlab|discord login',
  ],
  [
    'error',
    "404|404 not found|404 error|error 404|404 page not found|404 page|page not found|page not found 404|not found|http 404|http 404 not found|file not found|404 file not found|this page could not be found|404 this page could not be found|404 this page does not exist|page does not exist|page doesn't exist|oops that page can't be found|that page can't be found|page can't be found|this page can't be found|page could not be found|the page could not be found|we can't find that page|we couldn't find that page|whoops|ooops|uh oh|this page doesn't exist|page no longer exists|page unavailable|page not available|this page isn't available|this page isnt available|sorry this page isn't available|content not found|content unavailable|content not available|this content isnt available|article not found|post not found|nothing found|oops|oops page not found|oops something went wrong|oops an error occurred|something went wrong|sorry something went wrong|an error occurred|an error has occurred|error|server error|application error|runtime error|fatal error|database error|error establishing a database connection|internal server error|500 internal server error|500|500 error|error 500|502 bad gateway|bad gateway|503 service unavailable|503 service temporarily unavailable|service unavailable|service temporarily unavailable|504 gateway timeout|504 gateway time-out|gateway timeout|gateway time-out|410 gone|gone|400 bad request|bad request|site not found|domain not found|site maintenance|maintenance|maintenance mode|under maintenance|down for maintenance|site under maintenance|under construction|coming soon|we'll be right back|temporarily unavailable|website is offline|web server is down|connection timed out|account suspended|this account has been suspended|domain for sale|this domain is for sale|domain parked|parked domain|index of|seite nicht gefunden|404 seite nicht gefunden|fehler 404|fehler|wartungsarbeiten|page introuvable|page non trouvée|erreur 404|erreur|página no encontrada|error 404 página no encontrada|página não encontrada|pagina non trovata|errore 404|pagina niet gevonden|sidan hittades inte|siden blev ikke fundet|siden ble ikke funnet|sivua ei löydy|strona nie została znaleziona|nie znaleziono strony|stránka nenalezena|страница не найдена|404 страница не найдена|ошибка 404|ページが見つかりません|页面不存在|找不到页面|404 页面|页面未找到|페이지를 찾을 수 없습니다|video unavailable|this video is unavailable|video not available|website expired|unavailable for legal reasons|451 unavailable for legal reasons",
  ],
]

const titleKinds = new Map<string, WallKind>(
  TITLES.flatMap(([kind, titles]) =>
    titles.split('|').map((title) => [squash(title), kind] as const),
  ),
)

export function wallOfHeaders(headers: Headers): WallKind | null {
  return HEADERS.find(([, name, value]) => value.test(headers.get(name) ?? ''))?.[0] ?? null
}

/** Only after a redirect: a login page that was saved on purpose is a page. */
export function wallOfAddress(saved: URL, final: URL): WallKind | null {
  const kind = wallAt(final)
  return kind === null || wallAt(saved) !== null ? null : kind
}

function wallAt({ hostname, pathname }: URL): WallKind | null {
  const found = ADDRESSES.find(
    ([, site, path]) => (site === '*' || isHostOf(hostname, site)) && path.test(pathname),
  )
  if (found !== undefined) return found[0]
  return LOGIN_HOST.test(hostname) ? 'login' : null
}

/** More text than any wall has. */
const WALL_TEXT = 1_500

/** `isElsewhere`: a redirect led to another path than was asked for. */
export function wallOfPage(
  html: string,
  parts: PageParts,
  siteNames: readonly string[],
  isElsewhere = false,
): WallKind | null {
  if (isRealPage(parts)) return null
  const titled = wallOfTitle(parts.title, siteNames)
  if (titled !== null) return titled
  if (isGate(parts, siteNames)) return 'login'
  if (parts.textLength > WALL_TEXT || html.length > 400_000) return null
  if (isElsewhere && parts.hasPasswordField) return 'login'
  return MARKUP.find(([, words]) => html.includes(words))?.[0] ?? null
}

/** What no wall says of itself: a kind, an author or a date, or a long text. */
function isRealPage(parts: PageParts): boolean {
  const said = (name: string) =>
    parts.metas.find(({ names }) => names.includes(name))?.content ?? ''
  if (
    /^(?:article|video|music|book|product|profile|podcast)/i.test(said('og:type')) ||
    said('article:published_time') !== '' ||
    said('author') !== ''
  )
    return true
  if (parts.jsonLd.some((text) => /"(?:headline|datePublished)"/.test(text))) return true
  return parts.textLength > WALL_TEXT * 3
}

const TITLE_BREAK = /\s*[|｜•·»]\s*|\s+[-–—/:]\s+|:\s+/

export function wallOfTitle(title: string, siteNames: readonly string[]): WallKind | null {
  const whole = titleKinds.get(squash(title))
  if (whole !== undefined) return whole
  const sites = siteNames.map(squash)
  const segments = title.slice(0, 300).split(TITLE_BREAK)
  if (segments.length < 2 || segments.length > 3) return null
  const kinds = segments.map((segment) => titleKinds.get(squash(segment)))
  const kind = kinds.find((one) => one !== undefined)
  if (kind === undefined) return null
  // What stands beside it must be the site's name, or look like one; after a colon it never does.
  const isAfterColon = /\w:\s/.test(title)
  const isBesideSite = segments.every(
    (segment, at) =>
      kinds[at] !== undefined ||
      sites.includes(squash(segment)) ||
      (!isAfterColon && isNameLike(segment)),
  )
  return isBesideSite ? kind : null
}

const GATE =
  /^(?:please )?(?:sign|log) ?(?:in|on|into|up)(?: (?:to|into|for|with|at|on) (.{1,60}))?$/i

/** "Sign in to Clayworks | Slack": beside a site's name, or over a form that asks who one is. */
function isGate({ title, hasLoginField }: PageParts, siteNames: readonly string[]): boolean {
  const sites = new Set(siteNames.map(squash))
  const segments = title.trim().slice(0, 200).split(TITLE_BREAK)
  const others = segments.filter((segment) => !sites.has(squash(segment)))
  const gate = others.length === 1 ? GATE.exec(others[0] ?? '') : null
  if (gate === null) return false
  return hasLoginField || others.length < segments.length || sites.has(squash(gate[1] ?? ''))
}

function isNameLike(segment: string): boolean {
  return segment.length <= 30 && segment.split(/\s+/).length <= 3 && !/[?!…]$/.test(segment)
}

export const WALL_SENTENCES: Record<WallKind, string> = {
  bot: 'The site asks visitors to prove that they are human, so the page could not be read.',
  consent: 'The site asks for consent before it shows the page, so the page could not be read.',
  login: 'The site asks for a login before it shows the page, so the page could not be read.',
  error: 'The site answered with an error page instead of the page.',
}
