/**
 * Names of query parameters that never say which page is meant.
 *
 * Tables for people to extend: one product or site a line; a name ending in `*` is a prefix;
 * letters in lower case. Checked against the lists of ClearURLs and AdGuard (January 2026).
 * Names that some sites use for content (`ref`, `source`, `from`, `id`) stand with the sites
 * where they are marks.
 */

/** Words after two or more blanks are the name of the product, for people. */
export const ANYWHERE = `
  utm_* utm utm-source utm-medium utm-campaign itm_* int_source int_medium int_campaign int_content int_cmp_*   Google Analytics and everybody after it
  ga_* _ga _gl _gac gclid gclsrc dclid gbraid wbraid gad gad_source gad_campaignid srsltid gs_l   Google
  fbclid fb_action_ids fb_action_types fb_ref fb_source fb_comment_id mibextid fbc fbp __tn__ __cft__* action_object_map action_type_map action_ref_map   Facebook
  igshid igsh ig_rid ig_mid                                          Instagram
  msclkid ocid cvid                                                  Microsoft
  twclid __twitter_impression ref_src ref_url                        Twitter
  ttclid tt_medium tt_content                                        TikTok
  li_fat_id trk trkinfo trackingid lipi refid_li                     LinkedIn
  epik                                                               Pinterest
  sc_cid sccid scclid                                                Snapchat
  rdt_cid                                                            Reddit
  yclid ysclid ymclid _openstat ymid                                 Yandex
  wprov                                                              Wikipedia
  mc_cid mc_eid mc_tc                                                Mailchimp
  mkt_tok                                                            Marketo
  _hsenc _hsmi __hssc __hstc __hsfp hsctatracking hsa_* hss_channel  HubSpot
  vero_id vero_conv                                                  Vero
  oly_anon_id oly_enc_id                                             Omeda
  wickedid wicked_id                                                 Wicked Reports
  ml_subscriber ml_subscriber_hash                                   MailerLite
  ck_subscriber_id sh_kit                                            Kit
  _bhlid                                                             beehiiv
  sib_id                                                             Brevo
  mj_campaign mj_medium mj_source                                    Mailjet
  iterable_*                                                         Iterable
  sailthru_*                                                         Sailthru
  bsft_*                                                             Blueshift
  _ke _kx                                                            Klaviyo
  __s                                                                Drip
  dm_i dm_t                                                          Dotdigital
  et_cid et_rid sfmc_*                                               Salesforce
  elqtrackid elqtrack elqaid elqat elqcampaignid elq                 Eloqua
  spmailingid spuserid spjobid spreportid                            Acoustic
  emci emdi ceid email_referrer email_subject email_source           NGP VAN
  nr_email_referer nr_source                                         NationBuilder
  mindbox-click-id mindbox-message-key                               Mindbox
  rb_clickid s_kwcid ef_id s_cid icid cm_mmc cm_mmca* cm_re cm_me cm_cr cm_sp   Adobe, IBM
  pk_* piwik_* mtm_* matomo_*                                        Matomo
  at_medium at_campaign at_link_id at_link_type at_link_origin at_format at_ptr_name at_bbc_team at_custom* at_recipient_* at_creation at_variant at_emailtype at_send_date   Piano
  xtor xtref xts                                                     AT Internet
  cx_click cx_recs* cx_test* cx_artpos                               Cxense
  wt_mc wt.* wt_zmc wt_zmc* wtmc wtrid wtzmc                         Webtrekk
  ns_mchannel ns_source ns_campaign ns_linkname ns_fee               comScore
  hmb_campaign hmb_medium hmb_source                                 Humble Bundle
  guccounter guce_referrer guce_referrer_sig                         Yahoo
  spm scm pvid algo_pvid algo_expid                                  Alibaba
  _branch_match_id _branch_referrer                                  Branch
  _bta_tid _bta_c                                                    Bronto
  adjust_* gps_adid                                                  Adjust
  irclickid irgwc irpid ir_campaignid ir_adid ir_partnerid sscid tduid zanpid awc sv1 sv_campaign_id cjevent cjdata admitad_uid erid   Affiliate networks
  mkwid pcrid pkw pmt                                                Marin
  soc_src soc_trk sms_click sms_source sms_ss __source               Sharing buttons
  share_id share_source sharedid shared_via sfnsn xmt                Share sheets
  cmpid adgroupid adset_id adfrom nx_source                          Campaign marks
  smid smtyp smprod                                                  The New York Times
  link_time link_source link_medium echobox                          Link shorteners
  _trksid _trkparms                                                  eBay
  __hs* vgo_ee trk_* trc_* tblci tb_click_id obclid oborigurl dicbo  Content recommendation
  dop_* otm_* os_ehash tracking_source ceneo_spo dpg_source dpg_medium dpg_campaign dpg_content   Shops and papers
  rtid rss_source ncid nlid                                          Newsletters
  postshareid user_email_address gdfms gdftrk gdffi                  Others
  triedredirect showwelcomeonshare                                   Substack, on the writers' own hosts
  fromrss from_rss feed_source ampshare amp_js_v usqp                Feeds, AMP viewers
  phpsessid jsessionid aspsessionid* cfid cftoken oscsid zenid       Visits, which nobody else can go on with
`

/** Site (a domain and everything below it) → marks of that site alone. */
export const BY_SITE: Record<string, string> = {
  'youtube.com': 'si feature pp ab_channel app themerefresh embeds_* source_ve_path kw',
  'youtu.be': 'si feature pp ab_channel',
  'reddit.com':
    'rdt ref ref_source ref_campaign context_* correlation_id $deep_link $3p $original_url post_fullname post_index',
  'twitter.com': 's t ref_* cxt cn refsrc lang',
  'x.com': 's t ref_* cxt cn refsrc lang',
  'instagram.com': 'hl',
  'facebook.com':
    'ref refid fref hc_* sfnsn rdid notif_* paipv eav _rdr _rdc rdr rdc wtsid idorvanity',
  'tiktok.com':
    '_r _t _d is_from_webapp sender_device is_copy_url web_id share_* u_code checksum sec_user_id sec_uid user_id preview_pb timestamp',
  'linkedin.com': 'rcm original_referer originalsubdomain midtoken midsig refid trackingid eid',
  'medium.com': 'source sk gi',
  'substack.com': 'r showwelcome publication_id post_id isfreemail token',
  'spotify.com': 'si nd context dl_branch pt utm* sp_cid',
  'apple.com': 'itsct itscg ls uo app ct pt mt',
  'soundcloud.com': 'si in in_system_playlist ref p c',
  'amazon.*':
    'tag linkcode ascsubtag linkid camp creative creativeasin pf_rd_* pd_rd_* ref ref_ psc keywords qid sr sprefix crid dib dib_tag content-id smid_ s dchild almbrandid social_share cm_sw_* starsleft _encoding refrid colid coliid rnid ms3_c th skiptwisterog',
  'audible.*': 'qid sr pf_rd_* pd_rd_* plink ref source_code',
  'ebay.*': 'mkcid mkrid mkevt siteid campid toolid customid hash amdata epid _from',
  'aliexpress.com':
    'aff_* sk terminal_id algo_* ws_ab_test btsid gps-id scm* pdp_* utparam sourcetype',
  'etsy.com': 'click_key click_sum ga_* ref pro frs sts organic_search_click',
  'nytimes.com':
    'partner emc rss referringsource campaign_id instance_id segment_id user_id regi_id te nl sgrp pgtype',
  'theguardian.com': 'cmp inputid intcmp acquisitiondata',
  'bbc.co.uk': 'ns_* ocid',
  'bbc.com': 'ns_* ocid',
  'washingtonpost.com': 'wpisrc wpmm itid tid s_l',
  'wsj.com': 'mod',
  'bloomberg.com': 'srnd sref leadsource embedded-checkout',
  'ft.com': 'segmentid',
  'newyorker.com': 'mbid source bxid cndid esrc intcid',
  'wired.com': 'mbid source bxid cndid esrc intcid',
  'vanityfair.com': 'mbid source bxid cndid esrc intcid',
  'economist.com': 'fsrc',
  'cnn.com': 'cid hpt iid',
  'forbes.com': 'sh ss',
  'reuters.com': 'taid',
  'quora.com': 'share srid ch oid target_type',
  'imdb.com': 'ref_ pf_rd_* rf ref',
  'google.*':
    'ved ei sa sca_esv sca_upv gs_lcp gs_lcrp gs_lp sclient aqs sourceid rlz oq usg source uact bih biw dpr client sxsrf iflsig fbs ictx cshid sei esrc pcampaignid',
  'docs.google.com': 'usp ouid rtpof sd',
  'drive.google.com': 'usp ouid rtpof sd',
  'bing.com': 'form qs sp cvid pq sc sk ghsh ghacc ghpl',
  'duckduckgo.com': 't ia atb',
  'github.com': 'email_token email_source notification_referrer_id',
  'stackoverflow.com': 'newreg so_medium so_source',
  'bilibili.com':
    'spm_id_from vd_source from_spmid share_* timestamp unique_k bbid ts from_source msource from seid plat_id buvid is_story_h5 up_id',
  'zhihu.com': 'share_code utm_* s_r',
  'weibo.com': 'from wvr mod luicode lfid weibo_id',
  'mp.weixin.qq.com':
    'chksm scene srcid sharer_* key ascene uin devicetype version lang nettype exportkey pass_ticket wx_header mpshare sessionid subscene clicktime enterid',
  'baidu.com': 'rsv_* tn sa rsf rqid usm oq',
  'addons.mozilla.org': 'src',
  'producthunt.com': 'ref',
  'vimeo.com': 'share fl fe',
  'steampowered.com': 'snr curator_clanid',
  'flipboard.com': 'from',
  'yahoo.com': 'soc_* .tsrc tsrc',
  'getpocket.com': 'src',
  'pinterest.com': 'rs',
  'goodreads.com': 'from_search from_srp qid rank ac',
  'change.org': 'source_location psf_variant share_intent',
  'bandcamp.com': 'from search_*',
  'dailymail.co.uk': 'ito reg_source',
  'spiegel.de': 'sara_ref',
  'blogspot.*': 'm',
}

/**
 * Not part of a page's identity either, but of use to whoever opens it: they stay in the link
 * and are left out of the comparison. Gifts of paid articles, a picture of several, a language.
 */
export const KEPT_FOR_READERS: Record<string, string> = {
  '*': 'sharetoken unlocked_article_code replytocom',
  'wsj.com': 'st reflink',
  'bloomberg.com': 'accesstoken',
  'ft.com': 'accesstoken sharetype sharedby',
  'washingtonpost.com': 'pwapi_token',
  'theatlantic.com': 'gift',
  'economist.com': 'giftid',
  'instagram.com': 'img_index',
  'play.google.com': 'hl gl',
  'apps.apple.com': 'l',
  'stackoverflow.com': 'noredirect lq rq',
  'vimeo.com': 'h',
}

/** A parameter with one of these names signs the others: taking one away makes the address useless. */
export const SIGNATURES =
  'sig sign signature x-amz-signature x-goog-signature x-oss-signature hmac hash_sig policy key-pair-id verify oh'

/** What a parameter named like a referrer holds when it is one. */
export const SENDERS =
  'producthunt hackernews hackernewsletter hn tldr newsletter rss rss2 feed atom twitter facebook reddit mastodon bluesky linkedin indiehackers dailydev lobsters instagram social email mail pocket feedly whatsapp telegram'
