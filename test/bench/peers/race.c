/* Twelve methods on Rosenbrock's function, straightforward. race STEPS REPETITIONS */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

enum method { GD, MOMENTUM, NAG, ADAGRAD, ADADELTA, RMSPROP, ADAM, ADAMAX, AMSGRAD, NADAM, ADAMW, RADAM, METHODS };

struct memory {
  double m[2], v[2], highest[2], product;
};

static double evaluate(const double *theta, double *g) {
  double across = theta[1] - theta[0] * theta[0], along = 1 - theta[0];
  g[0] = -2 * along - 400 * theta[0] * across;
  g[1] = 200 * across;
  return along * along + 100 * across * across;
}

static void step(enum method method, double *theta, const double *g, struct memory *s, int t) {
  const double b1 = 0.9, b2 = 0.999, eps = 1e-8, lr = 1e-2;
  double c1 = 1 - pow(b1, t), c2 = 1 - pow(b2, t);
  double mu = b1 * (1 - 0.5 * pow(0.96, t * 0.004)), after = b1 * (1 - 0.5 * pow(0.96, (t + 1) * 0.004));
  if (method == NADAM) s->product *= mu;
  for (int i = 0; i < 2; i++) {
    switch (method) {
    case GD: theta[i] -= 1e-3 * g[i]; continue;
    case MOMENTUM:
      s->m[i] = 0.9 * s->m[i] + g[i];
      theta[i] -= 1e-4 * s->m[i];
      continue;
    case NAG:
      s->m[i] = 0.9 * s->m[i] + g[i];
      theta[i] -= 1e-4 * (g[i] + 0.9 * s->m[i]);
      continue;
    case ADAGRAD:
      s->v[i] += g[i] * g[i];
      theta[i] -= 0.1 * g[i] / (sqrt(s->v[i]) + 1e-10);
      continue;
    case ADADELTA: {
      s->v[i] = 0.9 * s->v[i] + 0.1 * g[i] * g[i];
      double d = sqrt(s->m[i] + 1e-6) / sqrt(s->v[i] + 1e-6) * g[i];
      s->m[i] = 0.9 * s->m[i] + 0.1 * d * d;
      theta[i] -= d;
      continue;
    }
    case RMSPROP:
      s->v[i] = 0.99 * s->v[i] + 0.01 * g[i] * g[i];
      theta[i] -= 1e-3 * g[i] / (sqrt(s->v[i]) + eps);
      continue;
    default: break;
    }
    s->m[i] = b1 * s->m[i] + (1 - b1) * g[i];
    if (method == ADAMAX) {
      s->v[i] = fmax(b2 * s->v[i], fabs(g[i]) + eps);
      theta[i] -= lr / c1 * s->m[i] / s->v[i];
      continue;
    }
    s->v[i] = b2 * s->v[i] + (1 - b2) * g[i] * g[i];
    s->highest[i] = fmax(s->highest[i], s->v[i]);
    double corrected = sqrt((method == AMSGRAD ? s->highest[i] : s->v[i]) / c2) + eps;
    if (method == ADAMW) theta[i] *= 1 - lr * 0.01;
    if (method == NADAM) {
      double ahead = after / (1 - s->product * after) * s->m[i];
      theta[i] -= lr * ((1 - mu) / (1 - s->product) * g[i] + ahead) / corrected;
    } else if (method == RADAM) {
      double limit = 2 / (1 - b2) - 1, length = limit - 2 * t * (1 - c2) / c2;
      double share = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length);
      theta[i] -= lr * s->m[i] / c1 * (length > 5 ? sqrt(share) / corrected : 1);
    } else {
      theta[i] -= lr * s->m[i] / c1 / corrected;
    }
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  int steps = atoi(argv[1]), repetitions = atoi(argv[2]);
  double *losses = malloc(steps * sizeof *losses);
  printf("[");
  for (int r = 0; r < repetitions; r++) {
    double begun = now();
    for (enum method method = GD; method < METHODS; method++) {
      struct memory memory = {.product = 1};
      double theta[2] = {-1.2, 1}, g[2];
      for (int t = 1; t <= steps; t++) {
        losses[t - 1] = evaluate(theta, g);
        step(method, theta, g, &memory, t);
      }
      /* The losses are looked at, so that no compiler leaves them out. */
      fprintf(stderr, "%g\n", losses[steps - 1]);
    }
    printf("%s%.9f", r ? "," : "", now() - begun);
  }
  printf("]\n");
  return 0;
}
