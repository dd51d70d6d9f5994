/** A page for someone the lab cannot let in, without a script or a style to load. */
const page = (sentence: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Descent Lab</title>${head}</head>` +
  `<body><main><h1>Descent Lab</h1><p>${sentence}</p></main></body></html>\n`

export const usedLinkPage = page(
  'This link has been used. Each link lets in one browser: copy the newest one from the terminal the lab runs in.',
)

export const noLinkPage = page(
  'To open the lab here, copy the newest link from the terminal it runs in. If it was closed, start it again.',
)

/** A page comes without the cookie when a link on another site led to it, so it asks again by itself. */
export const onceMorePage = page('Opening the lab.', '<meta http-equiv="refresh" content="0;url=/">')
