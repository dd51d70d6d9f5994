/* The chapter's regression, straightforward. chapter ROWS ITERATIONS REPETITIONS < rows of x and y */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int rows = atoi(argv[1]), iterations = atoi(argv[2]), repetitions = atoi(argv[3]);
  double *x = malloc(rows * sizeof *x), *y = malloc(rows * sizeof *y);
  double *losses = malloc(iterations * sizeof *losses);
  for (int i = 0; i < rows; i++)
    if (scanf("%lf %lf", x + i, y + i) != 2) return 2;
  printf("[");
  for (int r = 0; r < repetitions; r++) {
    double begun = now(), w = 0, b = 0;
    for (int k = 0; k < iterations; k++) {
      double loss = 0, gradient_w = 0, gradient_b = 0;
      for (int i = 0; i < rows; i++) {
        double residual = w * x[i] + b - y[i];
        loss += residual * residual;
        gradient_w += x[i] * residual;
        gradient_b += residual;
      }
      losses[k] = loss / rows;
      w -= 0.01 * 2 / rows * gradient_w;
      b -= 0.01 * 2 / rows * gradient_b;
    }
    double seconds = now() - begun;
    /* The losses are looked at, so that no compiler leaves them out. */
    fprintf(stderr, "%g\n", losses[iterations - 1]);
    printf("%s%.9f", r ? "," : "", seconds);
  }
  printf("]\n");
  return 0;
}
