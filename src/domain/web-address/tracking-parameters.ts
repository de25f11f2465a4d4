/**
 * Query parameters that tell who sent a reader and never which page is meant.
 *
 * One product a line; a name ending in `*` is a prefix. Compared in lower case.
 * Names that some sites use for content (`ref`, `source`, `from`, `id`) are not in the
 * general list: they stand with the sites where they are marks.
 */
const ANYWHERE = `
  utm_* utm utm-source utm-medium utm-campaign                       Google Analytics and everybody after it
  ga_* _ga _gl _gac gclid gclsrc dclid gbraid wbraid gad gad_source gad_campaignid srsltid   Google
  fbclid fb_action_ids fb_action_types fb_ref fb_source fb_comment_id mibextid fbc fbp __tn__ __cft__*   Facebook
  igshid igsh ig_rid ig_mid                                          Instagram
  msclkid ocid cvid                                                  Microsoft
  twclid __twitter_impression ref_src ref_url                        Twitter
  ttclid tt_medium tt_content                                        TikTok
  li_fat_id trk trkinfo trackingid lipi refid_li                     LinkedIn
  epik                                                               Pinterest
  sc_cid sccid scclid                                                Snapchat
  rdt_cid                                                            Reddit
  yclid ysclid ymclid _openstat                                      Yandex
  wprov                                                              Wikipedia
  mc_cid mc_eid mc_tc                                                Mailchimp
  mkt_tok                                                            Marketo
  _hsenc _hsmi __hssc __hstc __hsfp hsctatracking hsa_* hss_channel  HubSpot
  vero_id vero_conv                                                  Vero
  oly_anon_id oly_enc_id                                             Omeda
  wickedid wicked_id                                                 Wicked Reports
  ml_subscriber ml_subscriber_hash                                   MailerLite
  ck_subscriber_id sh_kit                                            Kit
  bsft_*                                                             Blueshift
  _ke _kx                                                            Klaviyo
  __s                                                                Drip
  dm_i dm_t                                                          Dotdigital
  et_cid et_rid sfmc_*                                               Salesforce
  elqtrackid elqtrack elqaid elqat elqcampaignid elq                 Eloqua
  spmailingid spuserid spjobid spreportid                            Acoustic
  emci emdi ceid email_referrer email_subject email_source           NGP VAN
  nr_email_referer nr_source                                         NationBuilder
  rb_clickid s_kwcid ef_id s_cid icid itm_* cm_mmc cm_mmca* cm_re    Adobe, IBM
  pk_* piwik_* mtm_* matomo_*                                        Matomo
  at_medium at_campaign at_link_id at_link_type at_link_origin at_format at_ptr_name at_bbc_team at_custom* at_recipient_*   Piano
  xtor xtref xts                                                     AT Internet
  wt_mc wt.* wt_zmc wt_zmc*                                          Webtrekk
  ns_mchannel ns_source ns_campaign ns_linkname ns_fee               comScore
  hmb_campaign hmb_medium hmb_source                                 Humble Bundle
  guccounter guce_referrer guce_referrer_sig                         Yahoo
  spm scm pvid algo_pvid algo_expid                                  Alibaba
  _branch_match_id _branch_referrer                                  Branch
  _bta_tid _bta_c                                                    Bronto
  irclickid irgwc zanpid awc cjevent cjdata                          Affiliate networks
  mkwid pcrid pkw pmt                                                Marin
  soc_src soc_trk sms_click sms_source sms_ss                        Sharing buttons
  share_id share_source sharedid shared_via sharetoken sfnsn xmt      Share sheets
  cmpid adgroupid adset_id                                           Campaign marks
  smid smtyp smprod                                                  The New York Times
  link_time link_source link_medium                                  Link shorteners
  _trksid _trkparms                                                  eBay
  __hs* vgo_ee trk_* trc_* tblci tb_click_id obclid obOrigUrl        Content recommendation
  rtid rss_source ncid nlid               Newsletters
  postshareid user_email_address gdfms gdftrk gdffi                  Others
  fromrss from_rss feed_source ampshare amp_js_v usqp                Feeds, AMP viewers
`

/** Site (a domain and everything below it) → marks of that site alone. */
const BY_SITE: Record<string, string> = {
  'youtube.com': 'si feature pp ab_channel app themerefresh embeds_* source_ve_path kw',
  'youtu.be': 'si feature pp ab_channel',
  'reddit.com':
    'rdt ref ref_source ref_campaign context_* correlation_id $deep_link $3p post_fullname post_index',
  'twitter.com': 's t ref_* cxt cn refsrc',
  'x.com': 's t ref_* cxt cn refsrc',
  'instagram.com': 'hl img_index',
  'facebook.com': 'ref refid fref hc_ref hc_location sfnsn rdid notif_* paipv eav _rdr _rdc',
  'tiktok.com':
    '_r _t is_from_webapp sender_device is_copy_url web_id share_* u_code checksum sec_user_id',
  'linkedin.com': 'rcm original_referer originalsubdomain midtoken midsig',
  'medium.com': 'source sk gi',
  'substack.com':
    'r triedredirect showwelcome showwelcomeonshare publication_id post_id isfreemail token',
  'spotify.com': 'si nd context dl_branch pt utm*',
  'apple.com': 'itsct itscg ls uo app ct pt mt',
  'soundcloud.com': 'si in in_system_playlist ref p c',
  'amazon.*':
    'tag linkcode ascsubtag linkid camp creative creativeasin pf_rd_* pd_rd_* ref ref_ psc keywords qid sr sprefix crid dib dib_tag content-id smid_ s dchild almbrandid social_share cm_sw_* starsleft',
  'ebay.*': 'mkcid mkrid mkevt siteid campid toolid customid hash amdata epid',
  'aliexpress.com': 'aff_* sk terminal_id algo_*',
  'etsy.com': 'click_key click_sum ga_* ref pro frs sts organic_search_click',
  'nytimes.com':
    'smid smtyp partner emc rss unlocked_article_code referringsource campaign_id instance_id segment_id user_id regi_id te nl sgrp pgtype',
  'theguardian.com': 'cmp inputid',
  'bbc.co.uk': 'ns_* ocid',
  'bbc.com': 'ns_* ocid',
  'washingtonpost.com': 'wpisrc wpmm itid tid pwapi_token',
  'wsj.com': 'mod reflink st',
  'bloomberg.com': 'srnd sref leadsource accesstoken embedded-checkout',
  'ft.com': 'segmentid accesstoken sharetype',
  'newyorker.com': 'mbid source bxid cndid esrc',
  'wired.com': 'mbid source bxid cndid esrc',
  'economist.com': 'fsrc',
  'cnn.com': 'cid',
  'forbes.com': 'sh ss',
  'quora.com': 'share srid ch oid target_type',
  'imdb.com': 'ref_ pf_rd_*',
  'google.*':
    'ved ei sa sca_esv sca_upv gs_lcp gs_lcrp gs_lp sclient aqs sourceid rlz oq usg source uact bih biw dpr client',
  'bing.com': 'form qs sp cvid pq sc sk ghsh ghacc ghpl',
  'github.com': 'email_token email_source notification_referrer_id',
  'stackoverflow.com': 'newreg so_medium so_source',
  'bilibili.com':
    'spm_id_from vd_source from_spmid share_* timestamp unique_k bbid ts from_source msource',
  'zhihu.com': 'share_code utm_* s_r',
  'weibo.com': 'from wvr mod luicode lfid',
  'addons.mozilla.org': 'src',
  'producthunt.com': 'ref',
  'vimeo.com': 'share fl fe',
  'steampowered.com': 'snr curator_clanid',
  'flipboard.com': 'from',
  'yahoo.com': 'soc_* .tsrc tsrc',
  'getpocket.com': 'src',
}

/** A parameter with one of these names signs the others: taking one away makes the address useless. */
const SIGNATURES = new Set(
  'sig sign signature x-amz-signature x-goog-signature x-oss-signature hmac hash_sig policy key-pair-id verify oh'.split(
    ' ',
  ),
)

interface NameList {
  exact: ReadonlySet<string>
  prefixes: readonly string[]
}

function toNameList(names: string[]): NameList {
  const lower = names.map((name) => name.toLowerCase())
  return {
    exact: new Set(lower.filter((name) => !name.endsWith('*'))),
    prefixes: lower.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  }
}

/** Words after two or more blanks are the name of the product, for people. */
const anywhere = toNameList(
  ANYWHERE.split('\n').flatMap((line) =>
    (line.trim().split(/ {2,}/)[0] ?? '').split(' ').filter(Boolean),
  ),
)

const bySite = Object.entries(BY_SITE).map(([site, names]) => ({
  site,
  list: toNameList(names.split(' ')),
}))

function includes(list: NameList, name: string): boolean {
  return list.exact.has(name) || list.prefixes.some((prefix) => name.startsWith(prefix))
}

/** True for `site` itself and hosts below it; `amazon.*` stands for every country's. */
export function isHostOf(hostname: string, site: string): boolean {
  if (!site.endsWith('.*')) return hostname === site || hostname.endsWith(`.${site}`)
  const withoutCountry = hostname.replace(/\.(?:com|[a-z]{2}|com?\.[a-z]{2})$/, '')
  const name = site.slice(0, -2)
  return (
    withoutCountry !== hostname && (withoutCountry === name || withoutCountry.endsWith(`.${name}`))
  )
}

/** Ghost and others add `ref=the-sending-site` to every link that leaves them. */
function isReferringSite(value: string): boolean {
  return (
    /^(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\/?$/i.test(value) ||
    /^(producthunt|hackernews|hackernewsletter|hn|tldr|newsletter|rss|feed|twitter|facebook|reddit|mastodon|bluesky|linkedin|indiehackers|dailydev|lobsters)$/i.test(
      value,
    )
  )
}

export function createTrackingTest(hostname: string): (name: string, value: string) => boolean {
  const own = bySite.filter(({ site }) => isHostOf(hostname, site)).map(({ list }) => list)
  return (name, value) => {
    const lower = name.toLowerCase()
    if (includes(anywhere, lower)) return true
    if (own.some((list) => includes(list, lower))) return true
    return (lower === 'ref' || lower === 'referrer') && isReferringSite(value)
  }
}

export function isSignature(name: string): boolean {
  return SIGNATURES.has(name.toLowerCase())
}
