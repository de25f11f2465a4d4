import { type Kysely, sql } from 'kysely'

/**
 * Full text of what was published, in the publication's language, kept up to date by the database
 * itself; titles by their trigrams where the extension may be created; issues that the owner
 * puts forward.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const LANGUAGES = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nb: 'norwegian',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  tr: 'turkish',
}

const STATEMENTS = [
  // Not every owner may create extensions; without this one, only typing errors find less.
  `do $$ begin
    create extension if not exists pg_trgm;
  exception when others then
    raise notice 'pg_trgm is not to be had: %', sqlerrm;
  end $$`,
  // A language that this server does not know is searched by its words as they stand.
  `create function search_language() returns regconfig stable language sql as $$
    select coalesce(
      (select c.oid::regconfig from pg_ts_config c
       join pg_namespace n on n.oid = c.cfgnamespace and n.nspname = 'pg_catalog'
       where c.cfgname = (select case lower(substring(value->>'locale' from '^[A-Za-z]+'))
         ${Object.entries(LANGUAGES)
           .map(([tag, name]) => `when '${tag}' then '${name}'`)
           .join(' ')} when null then 'english' end
         from setting where key = 'editorial')),
      case when exists (select from setting where key = 'editorial' and value ? 'locale')
        then 'simple'::regconfig else 'english'::regconfig end)
  $$`,
  // The words of Markdown; where its links lead is not what people look for.
  `create function plain_markdown(source text) returns text immutable language sql as $$
    select regexp_replace(regexp_replace(coalesce(source, ''),
      '\\]\\([^)\\s]*\\)', ' ', 'g'), '[*_\`#<>\\[\\]!]+', ' ', 'g')
  $$`,
  'alter table entry add column search tsvector',
  `create function fill_entry_search() returns trigger language plpgsql as $$
    declare language regconfig := search_language();
    begin
      new.search := case when new.title is null then null else
        setweight(to_tsvector(language, left(translate(new.title, '<>', '  '), 2000)), 'A')
        || setweight(to_tsvector('simple', left(concat_ws(' ', new.authors::text, new.site_name,
             new.tags::text, substring(new.url from '^[a-z]+://([^/]+)')), 5000)), 'B')
        || setweight(to_tsvector(language, left(plain_markdown(new.note), 50000)), 'C') end;
      return new;
    end
  $$`,
  `create trigger fill_search before insert or update of title, authors, note, site_name, tags, url
    on entry for each row execute function fill_entry_search()`,
  'alter table issue add column featured boolean not null default false',
  'alter table issue add column search tsvector',
  `create function fill_issue_search() returns trigger language plpgsql as $$
    declare language regconfig := search_language();
    begin
      new.search := setweight(to_tsvector(language, left(translate(new.title, '<>', '  '), 2000)), 'A')
        || setweight(to_tsvector(language,
             left(plain_markdown(concat_ws(' ', new.intro, new.outro)), 50000)), 'C');
      return new;
    end
  $$`,
  `create trigger fill_search before insert or update of title, intro, outro
    on issue for each row execute function fill_issue_search()`,
  'update issue set title = title',
  'update entry set title = title where title is not null',
  'create index entry_search on entry using gin (search)',
  'create index issue_search on issue using gin (search)',
  'create index issue_published on issue (month desc) where published_at is not null',
  `do $$ begin
    if exists (select from pg_extension where extname = 'pg_trgm') then
      create index entry_title_trigrams on entry using gin (title gin_trgm_ops);
    end if;
  end $$`,
]
