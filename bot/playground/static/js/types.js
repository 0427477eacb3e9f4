// @ts-check
/**
 * What the server sends; only types live here.
 * @typedef {{id: string, name: string, title: string, zone: string, country: string, roles: string[], fresh: boolean}} Person
 * @typedef {{id: string, name: string, topic: string, kind: string, members: string[], unread: number, read: string}} Channel
 * @typedef {{id: string, name: string, members: string[]}} Group
 * @typedef {{name: string, usage: string, words: string}} Command
 * @typedef {{emoji: string, glyph: string, people: string[]}} Reaction
 * @typedef {{type: string, url: string, name: string, width: number, height: number}} Picture
 * @typedef {{id: string, channel: string, thread: string, author: string, at: number, html: string, card: boolean,
 *   jumbo: boolean, typed: string, files: Picture[], edited: boolean, gone: boolean, only: boolean,
 *   reactions: Reaction[], replies: number, last: number, repliers: string[]}} Message
 * @typedef {{ok?: boolean, error?: string, waiting?: boolean, dialog?: string, errors?: Record<string, string>, beside?: string,
 *   download?: {name: string, type: string, content?: string, base64?: string}}} Outcome
 */
export {};
