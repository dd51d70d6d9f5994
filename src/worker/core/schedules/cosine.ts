/**
 * factor = final + (1 - final) (1 + cos(pi u / total)) / 2: half a cosine from 1 to `final`.
 * Loshchilov and Hutter (2017), SGDR, without restarts;
 * torch.optim.lr_scheduler.CosineAnnealingLR(T_max=total, eta_min=final * lr), stepped an update.
 * `final` would be reached at update `total`, one past the last: so even with final 0 the last update
 * still moves. Past the end the factor stays at `final`, where torch's would rise again.
 */
import { number } from '../hyper'
import { defineSchedule } from './contract'

export const cosine = defineSchedule({
  id: 'cosine',
  label: 'Cosine',
  formula: String.raw`\eta_u = \eta \left( f + (1 - f)\, \frac{1 + \cos(\pi u / N)}{2} \right)`,
  summary: 'A smooth slope from the full rate to its end over the whole run.',
  options: { final: number('Share left at the end', 'f', 0, { max: 1 }) },
  factor(update, total, { final }) {
    const progress = update < total ? update / total : 1
    return final + ((1 - final) * (1 + Math.cos(Math.PI * progress))) / 2
  },
  python: 'final + (1 - final) * (1 + np.cos(np.pi * min(update / total, 1))) / 2',
})
