import ui from '@nuxt/ui/vue-plugin'
import { createApp } from 'vue'
import App from './App.vue'
import './main.css'
import { router } from './router'

const app = createApp(App).use(router).use(ui)
// Text that changes its font makes the page jump, and a canvas keeps the font it was drawn with.
void document.fonts.load("1em 'Inter Variable'").finally(() => app.mount('#app'))
