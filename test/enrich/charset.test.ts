import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readingOf } from './page-of.ts'

async function titleOf(title: string, charset: string, contentType: string, head = '') {
  const page = iconv.encode(
    `<html><head>${head}<title>${title}</title></head><body><p>${title}</p></body></html>`,
    charset,
  )
  return (await readingOf(page, { headers: { 'content-type': contentType } })).metadata.title
}

describe('a page that says nothing of its charset', () => {
  it.each([
    ['utf8', 'Печь остыла'],
    ['windows-1251', 'Печь остыла за ночь'],
    ['koi8-r', 'Печь остыла за ночь'],
    ['shift_jis', '陶芸ノート：表と裏の温度'],
    ['euc-jp', '陶芸ノート：表と裏の温度'],
    ['gbk', '窑炉日志：第三周降温'],
    ['big5', '窯爐日誌：第三週降溫的我們'],
    ['euc-kr', '가마 일지: 셋째 주'],
    ['windows-1252', 'L’émail réduit à 200 €'],
    ['windows-1250', 'Żółta glina i piec'],
    ['iso-8859-2', 'Żółta glina, piec i kolejny dzień'],
    ['windows-1250', 'Árvíztűrő tükörfúrógép'],
    ['windows-1250', 'Příliš žluťoučký kůň'],
    ['windows-1251', 'Печь'],
    ['windows-1251', 'ПЕЧЬ И ГЛИНА'],
    ['windows-1252', 'Notícias da manhã: ações'],
    ['windows-1252', 'På tværs af øerne'],
    ['windows-1253', 'Το καμίνι κρύωσε'],
    ['windows-1254', 'Türkiye’de ağır işçi çalışıyor'],
    ['windows-1255', 'התנור התקרר'],
    ['windows-1256', 'الفرن بارد الآن'],
    ['windows-1257', 'Žąsų ėdžios'],
    ['windows-874', 'ข่าววันนี้จากประเทศไทย'],
    ['euc-kr', '서울시 도자기 축제'],
    ['euc-jp', '東京都の陶芸'],
    ['big5', '中文論壇'],
    ['gbk', '中文论坛'],
    ['utf-16le', 'Печь остыла'],
  ])('is recognised as %s', async (charset, title) => {
    expect(await titleOf(title, charset, 'text/html')).toBe(title)
  })
})

describe('a declared charset', () => {
  it.each([
    ['windows-1251', 'text/html; charset="windows-1251"', ''],
    ['windows-1251', 'text/html; charset=nonsense', '<meta charset=windows-1251>'],
    [
      'windows-1251',
      'text/html',
      '<META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=windows-1251">',
    ],
    [
      'windows-1251',
      'text/html',
      `<script>${'x'.repeat(3_000)}</script><meta charset="windows-1251">`,
    ],
    ['windows-1251', 'text/html; charset=utf-8', '<meta charset="windows-1251">'],
    ['utf8', 'text/html', '<!-- <meta charset="windows-1251"> -->'],
    ['utf8', 'text/html', '<meta charset="utf-16">'],
    ['utf8', 'text/html; charset=iso-8859-1', '<meta charset="utf-8">'],
  ])('of %s by %j and %j is right', async (charset, contentType, head) => {
    expect(await titleOf('Печь остыла', charset, contentType, head)).toBe('Печь остыла')
  })
})
