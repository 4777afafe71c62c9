using 'main.bicep'

param image = 'myregistry.azurecr.io/parley:1'
param registryName = 'myregistry'
param hosting = 'containerApp'
param identityKind = 'user'
