import { escapeHtml } from '../render/clean-text.ts'

/** Servers and proxies take addresses of 8 KB; the window's must stay below. */
const MAX_ADDRESS = 7_900

/**
 * The bookmark that opens the save window beside the page one is reading.
 *
 * It holds no secret and fetches nothing: it only opens a window, which no page's CSP forbids.
 * Where pop-ups are blocked, the window comes in the same tab.
 */
export function bookmarklet(baseUrl: string): string {
  // encodeURI keeps "#" as it is, so the code below must do without one.
  return `javascript:${encodeURI(codeFor(`${baseUrl}/save`))}`
}

/**
 * URLSearchParams, not encodeURIComponent: that throws at half a surrogate pair, which a cut can leave.
 * What is too long is cut in this order: the quote, the title, the address's fragment and query.
 */
function codeFor(address: string): string {
  return `(()=>{
const l=location,m=${MAX_ADDRESS};
let u=l.href,t=document.title.slice(0,300),s=String(getSelection()||'').trim().slice(0,6000);
const a=()=>${JSON.stringify(address)}+'?'+new URLSearchParams({url:u,title:t,text:s});
while(s&&a().length>m)s=s.slice(0,-90).replace(/\\s+\\S*$/,'')+(s.length>90?'\\u2026':'');
if(a().length>m)t='';
if(a().length>m)u=u.slice(0,u.length-l.hash.length);
if(a().length>m)u=l.origin+l.pathname;
const w=open(a(),'_blank','popup,width=480,height=560');
if(!w||w.closed)l.href=a()
})()`.replace(/\n/g, '')
}

/** A page of its own to drag the bookmark from, for the command line. */
export function bookmarkletPage(baseUrl: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Save link</title>
<style>
:root { color-scheme: light dark; }
body { max-width: 34rem; margin: 4rem auto; padding: 0 1.25rem; font: 1.125rem/1.6 system-ui, sans-serif; }
a { display: inline-block; padding: 0.5rem 1.25rem; border: 1px solid; border-radius: 4px; font-weight: 600; text-decoration: none; }
</style>
<h1>Save link</h1>
<p>Drag this into your bookmarks bar, then press it on any page worth keeping:</p>
<p><a href="${escapeHtml(bookmarklet(baseUrl))}">Save link</a></p>
<p>It opens the save window of ${escapeHtml(baseUrl)}. Log in there once.</p>
</html>
`
}
