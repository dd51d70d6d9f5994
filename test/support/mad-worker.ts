import '../../src/worker/index'
