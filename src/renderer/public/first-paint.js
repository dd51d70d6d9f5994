// Before anything is painted: the theme that was chosen, so that no other one flashes up.
// The key and the class are those of parts/theme.ts, which takes over once the app has started.
{
  const chosen = localStorage.getItem('vueuse-color-scheme') ?? 'auto'
  const night = matchMedia('(prefers-color-scheme: dark)').matches
  const dark = chosen === 'dark' || (chosen === 'auto' && night)
  document.documentElement.classList.add(dark ? 'dark' : 'light')
}
