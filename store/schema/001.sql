-- Schema 1 of a store. Times are Unix seconds in UTC, null when unknown.
-- Texts are clean (no control characters but \n and \t); spans are byte offsets.
-- field: 0 title, 1 text. Owners and readers are names, one per store for now.
--
-- Two halves: what sources said (feed … claim) may be fetched again and is
-- rewritten by every visit; what the reader wrote (kept … journal) is never
-- touched by fetching, by removing a feed or by clearing out stories.

-- ---------------------------------------------------------- what sources said

create table feed (
    id            integer primary key,
    uuid          text not null unique,   -- of "feed|" and the address as first added
    url           text not null unique,   -- may hold a secret
    title         text not null,          -- the feed's own, '' when it gives none
    named         text not null,          -- the reader's name for it, or ''
    site          text not null,
    lang          text not null,
    category      text not null,          -- levels joined with "/"
    typed         integer not null,       -- 1: private hosts are allowed
    added         integer not null,
    removed       integer,                -- unsubscribed, but the reader's stories stay

    etag          text not null default '',
    last_modified text not null default '',
    validated     integer,
    body_hash     text not null default '',

    state         text not null default '',   -- '' ok unchanged damaged failed
    http          integer not null default 0,
    error         text not null default '',
    last_try      integer,
    last_success  integer,
    next_due      integer,                    -- null: now
    failures      integer not null default 0, -- in a row
    gone          integer not null default 0,

    stories       integer not null default 0  -- how many rows of story name it
) strict;

-- Narrow: all that a list shows, nothing more. The id is the time order:
-- (seconds of published, else seen, but never after seen) << 16 | sequence.
-- So a range of dates is a range of ids, and newest first is id descending.
-- published and seen never change once stored.
create table story (
    id        integer primary key,
    uuid      text not null unique,       -- of "story|feed address|key" as first seen
    feed      integer not null references feed(id),
    key       text not null,              -- guid:… about:… link:… hash:…
    link      text not null,              -- canonical address or ''
    title     text not null,
    lang      text not null,
    published integer,
    updated   integer,                    -- as the feed says
    seen      integer not null,           -- first fetched
    changed   integer,                    -- last fetched with another title or text
    same      integer not null,           -- hash of the title's words, 0 when too short
    analysed  integer not null default 0, -- version of the engine, 0: not yet

    -- Made from mention and claim whenever those change.
    claims    integer not null default 0, -- news.ClaimSet without the rejected
    unsure    integer not null default 0, -- 1: all of them are weak suggestions
    actors    text not null default '',   -- up to four names, one a line
    more      integer not null default 0, -- how many actors were left out
    marks     text not null default '',   -- mentions in the title, one a line

    unique (feed, key)
) strict;

-- A list of all ids reads this instead of the rows: a third of the time.
create index story_time on story(id);
create index story_link on story(link, feed) where link <> '';
create index story_seen on story(seen);
create index story_changed on story(changed) where changed is not null;
create index story_same on story(same) where same <> 0;
create index story_analysed on story(analysed);
create index story_lang on story(lang);
create index story_claims on story(id, claims, unsure) where claims <> 0;

-- Out of the list's way: read when a story is opened or analysed.
create table body (
    story    integer primary key references story(id) on delete cascade,
    summary  text not null,
    text     text not null,
    blocks   text not null, -- "start stop kind" a line
    links    text not null, -- "start stop address" a line
    authors  text not null, -- one a line
    tags     text not null, -- the feed's own categories, one a line
    original text not null  -- the address as the feed gave it
) strict;

-- The full-text index; rowid is story.id. Written with story and body.
create virtual table story_text using fts5(
    title, body, authors,
    content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);

-- Vulnerabilities that a story names: CVE-2026-12345, in upper case.
create table cve (
    name  text not null,
    story integer not null references story(id) on delete cascade,
    primary key (name, story)
) strict, without rowid;

create index cve_story on cve(story);

-- Earlier states of a story that its feed has edited.
create table revision (
    story integer not null references story(id) on delete cascade,
    until integer not null, -- when the next state was fetched
    seq   integer not null, -- tells edits of one second apart
    title text not null,
    text  text not null,
    primary key (story, until, seq)
) strict, without rowid;

-- Keys of dropped stories, so that they do not come back as new.
create table tombstone (
    feed integer not null references feed(id) on delete cascade,
    key  text not null,
    link text not null,
    at   integer not null,
    primary key (feed, key)
) strict, without rowid;

create index tombstone_link on tombstone(feed, link) where link <> '';

create table actor (
    id      integer primary key,
    uuid    text not null unique, -- of "actor|class|slug"
    class   text not null,        -- group state agency official organisation
    slug    text not null,
    name    text not null,
    kind    text not null,
    country text not null,
    role    text not null,
    unique (class, slug)
) strict;

-- Every name of an actor, folded: lower case, letters and digits only.
create table actor_name (
    name  text not null,
    actor integer not null references actor(id) on delete cascade,
    primary key (name, actor)
) strict, without rowid;

create table mention (
    story   integer not null references story(id) on delete cascade,
    field   integer not null,
    start   integer not null,
    stop    integer not null,
    actor   integer not null references actor(id),
    text    text not null,
    unsure  integer not null,
    status  text not null, -- suggested confirmed rejected
    by_user integer not null,
    primary key (story, field, start)
) strict, without rowid;

create index mention_actor on mention(actor, story, status, unsure);

create table claim (
    id            integer primary key,
    uuid          text not null unique,
    story         integer not null references story(id) on delete cascade,
    field         integer not null,
    start         integer not null,
    stop          integer not null,
    kind          text not null, -- accusation denial nondenial nocomment deflection
    sub           text not null,
    speaker       text not null, -- words of the text
    speaker_name  text not null, -- of the actor
    speaker_slug  text not null,
    speaker_class text not null,
    target        text not null,
    target_slug   text not null,
    target_class  text not null,
    quote         text not null,
    cue           text not null,
    cue_start     integer not null,
    cue_end       integer not null,
    hedge         text not null,
    confidence    text not null,
    said_on       integer,
    answers       text not null, -- uuid of an accusation or ''
    weak          integer not null,
    rule          text not null,
    why           text not null,
    status        text not null, -- suggested confirmed rejected
    by_user       integer not null
) strict;

create index claim_story on claim(story, field, start);
create index claim_kind on claim(kind, story);
create index claim_speaker on claim(speaker_slug, story) where speaker_slug <> '';
create index claim_target on claim(target_slug, story) where target_slug <> '';
create index claim_answers on claim(answers) where answers <> '';

-- ------------------------------------------------------ what the reader wrote

-- A copy of every story that the reader tagged, starred or judged.
create table kept (
    story  integer primary key references story(id),
    uuid   text not null unique,
    title  text not null,
    link   text not null,
    source text not null,
    since  integer not null
) strict;

create table tag (
    owner text not null,
    name  text not null, -- lower case, levels joined with "/", no "#"
    story integer not null references story(id),
    at    integer not null,
    primary key (owner, name, story)
) strict, without rowid;

create index tag_story on tag(story, owner, name);

create table mark (
    owner text not null,
    kind  text not null, -- starred hidden
    story integer not null references story(id),
    at    integer not null,
    primary key (owner, kind, story)
) strict, without rowid;

create index mark_story on mark(story);

-- Stories that were read; the others are unread.
create table read (
    reader text not null,
    story  integer not null references story(id) on delete cascade,
    at     integer not null,
    primary key (reader, story)
) strict, without rowid;

create index read_story on read(story);

-- A note outlives its story: it carries a copy of what it is about.
create table note (
    id          integer primary key,
    uuid        text not null unique, -- version 4
    owner       text not null,
    story       integer references story(id) on delete set null,
    story_uuid  text not null,
    story_title text not null,
    story_link  text not null,
    source      text not null,
    claim       text not null, -- uuid or ''
    kind        text not null, -- comment question contradiction
    author      text not null,
    created     integer not null,
    modified    integer not null,
    body        text not null,
    tlp         text not null, -- clear green amber amber+strict red
    tags        text not null, -- one a line
    deleted     integer,       -- when; kept so that it can be undone

    field       integer,       -- null: about the whole story
    quote       text not null default '',
    prefix      text not null default '',
    suffix      text not null default '',
    start       integer,
    stop        integer,
    state       text not null default '' -- exact moved lost
) strict;

create index note_story on note(story) where story is not null;
create index note_story_uuid on note(story_uuid);
create index note_created on note(created);

-- Full-text index of the notes that are not deleted; rowid is note.id.
create virtual table note_text using fts5(
    body, quote, tags,
    content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);

create table note_revision (
    note  integer not null references note(id) on delete cascade,
    until integer not null,
    seq   integer not null,
    body  text not null,
    primary key (note, until, seq)
) strict, without rowid;

-- What the reader thinks of a claim, with a copy that outlives re-analysis.
create table verdict (
    owner      text not null,
    claim      text not null, -- uuid
    story_uuid text not null,
    kind       text not null,
    field      integer not null,
    quote      text not null,
    status     text not null, -- confirmed rejected
    at         integer not null,
    primary key (owner, claim)
) strict, without rowid;

create index verdict_story on verdict(story_uuid);

create table view (
    owner text not null,
    name  text not null,
    query text not null, -- canonical
    primary key (owner, name)
) strict, without rowid;

-- Changes of the reader, oldest first; deed is JSON that can be played forwards
-- and backwards. undone entries are the redo stack.
create table journal (
    id      integer primary key autoincrement,
    owner   text not null,
    at      integer not null,
    said    text not null,
    stories integer not null,
    deed    text not null,
    undone  integer not null default 0
) strict;

create index journal_top on journal(owner, undone, id);

-- Sessions of readers: when the last one began, and the one before.
create table reader (
    name    text primary key,
    visited integer not null,
    before  integer
) strict, without rowid;

create table meta (
    key   text primary key,
    value text not null
) strict, without rowid;
